"""`SUITE/manifest.json`: one case a line, sorted by kind and name."""

import json
import os
from collections import Counter
from pathlib import Path

NAME = "manifest.json"
SCHEMA = 1


def write_manifest(suite: Path, header: dict, records: list[dict]) -> None:
    """Replaces the manifest in one step, so that a reader sees the old one or the new one."""
    records = sorted(records, key=lambda record: (record["kind"], record["name"]))
    counts = Counter(record["kind"] for record in records)
    top = {
        "schema": SCHEMA,
        **header,
        "counts": dict(sorted(counts.items())),
        "total": len(records),
    }
    fields = ['"generatedBy": "Conformance/provision"']
    fields += [
        f"{json.dumps(key)}: {json.dumps(value, sort_keys=True)}" for key, value in top.items()
    ]
    lines = ",\n".join(json.dumps(record, sort_keys=True) for record in records)
    text = "{" + ",\n".join(fields) + ',\n"cases": [\n' + lines + "\n]}\n"
    temporary = suite / f".{NAME}.partial"
    temporary.write_text(text)
    os.replace(temporary, suite / NAME)


def read_manifest(suite: Path) -> dict | None:
    """The manifest, or nothing where there is none that can be read: then it is written again."""
    try:
        manifest = json.loads((suite / NAME).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return manifest if manifest.get("schema") == SCHEMA else None
