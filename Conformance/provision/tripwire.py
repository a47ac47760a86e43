"""The committed list of names and counts: a suite that lacks one is an error, whatever made it."""

import json
import os
from pathlib import Path

from .errors import SuiteError


def missing_cases(tripwire: Path, manifest: dict) -> list[str]:
    """The ids that the committed list names and the manifest does not; sorted."""
    listed = json.loads(tripwire.read_text())
    wanted = {f"{kind}/{name}" for kind, names in listed["cases"].items() for name in names}
    present = {f"{record['kind']}/{record['name']}" for record in manifest["cases"]}
    return sorted(wanted - present)


def check_tripwire(tripwire: Path, manifest: dict) -> None:
    """Raises unless the manifest holds every case that the committed list names."""
    missing = missing_cases(tripwire, manifest)
    if missing:
        shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        raise SuiteError(
            f"The suite lacks {len(missing)} cases that {tripwire.parent.name}/{tripwire.name} "
            f"lists: {shown}"
        )


def write_tripwire(tripwire: Path, manifest: dict) -> None:
    """Records the manifest's names and counts; for the change of a release, and then committed."""
    names: dict[str, list[str]] = {}
    for record in manifest["cases"]:
        names.setdefault(record["kind"], []).append(record["name"])
    content = {
        "generatedBy": "Conformance/provision --record",
        "release": manifest["release"],
        "total": manifest["total"],
        "counts": manifest["counts"],
        "cases": names,
    }
    temporary = tripwire.with_name(f".{tripwire.name}.partial")
    temporary.write_text(json.dumps(content, indent=1) + "\n")
    os.replace(temporary, tripwire)
