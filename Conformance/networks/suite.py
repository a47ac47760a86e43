"""Writing a suite: each case appears whole or not at all, and what is already there is kept."""

import fcntl
import functools
import hashlib
import importlib.metadata
import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provision.cases import Case
from provision.describe import describe
from provision.errors import ProvisionError
from provision.manifest import read_manifest, write_manifest
from provision.verify import differences

_PARTIAL = ".partial"


class LeftOut(Exception):
    """The tool that ought to make the case refuses it; the manifest says so."""


@dataclass(frozen=True)
class Kind:
    """Cases that one recipe writes: the files that decide their bytes, and what yields them."""

    name: str
    recipe: tuple[Path, ...]
    cases: Callable[[], Iterable[Case]]

    @functools.cached_property
    def stamp(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self.recipe):
            content = path.read_bytes()
            digest.update(f"{path.name} {len(content)}\n".encode())
            digest.update(content)
        return digest.hexdigest()


def write_suite(suite: Path, release: str, kinds: list[Kind], tolerances: Path) -> None:
    """Writes the kinds that are missing, leaves others as they are, and then the manifest."""
    suite.mkdir(parents=True, exist_ok=True)
    with _lock(suite):
        shutil.copyfile(tolerances, suite / "tolerances.toml")
        for kind in kinds:
            manifest = read_manifest(suite) or {"cases": [], "stamps": {}}
            if _is_complete(suite, kind, manifest):
                count = sum(record["kind"] == kind.name for record in manifest["cases"])
                print(f"{kind.name}: {count} cases, as they were", flush=True)
                continue
            records, left_out = _build(suite, kind, manifest)
            others = [record for record in manifest["cases"] if record["kind"] != kind.name]
            stamps = {**manifest["stamps"], kind.name: kind.stamp}
            header = {"release": release, "stamp": _joined(stamps), "stamps": stamps}
            header["leftOut"] = {**manifest.get("leftOut", {}), kind.name: left_out}
            write_manifest(suite, {**header, "packages": _packages()}, others + records)


def _is_complete(suite: Path, kind: Kind, manifest: dict) -> bool:
    if manifest["stamps"].get(kind.name) != kind.stamp:
        return False
    for record in manifest["cases"]:
        model = suite / record["kind"] / record["name"] / "model.onnx"
        if record["kind"] == kind.name and (
            not model.exists() or model.stat().st_size != record["modelBytes"]
        ):
            return False
    return True


def _build(suite: Path, kind: Kind, manifest: dict) -> tuple[list[dict], dict[str, str]]:
    folder = suite / kind.name
    for identity, _ in differences(suite, manifest):
        if identity.startswith(f"{kind.name}/"):
            shutil.rmtree(suite / identity, ignore_errors=True)
    mark = suite / f".stamp-{kind.name}"
    if not mark.exists() or mark.read_text() != kind.stamp:
        shutil.rmtree(folder, ignore_errors=True)
        mark.write_text(kind.stamp)
    folder.mkdir(exist_ok=True)
    records = []
    left_out = {}
    for case in kind.cases():
        place = folder / case.name
        if not place.exists():
            print(case.id, flush=True)
            try:
                _write(case, suite / _PARTIAL, place)
            except LeftOut as reason:
                left_out[case.name] = str(reason)
                print(f"  left out: {reason}", flush=True)
                continue
        records.append(describe(case, place))
    _remove_strangers(folder, {record["name"] for record in records})
    print(f"{kind.name}: {len(records)} cases, {len(left_out)} left out", flush=True)
    return records, left_out


def _write(case: Case, partial: Path, place: Path) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        case.write(partial)
    except (LeftOut, ProvisionError):
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {str(error)[:300]}"
        raise ProvisionError(f"{case.id} can't be written: {what}") from error
    os.rename(partial, place)


def _remove_strangers(folder: Path, names: set[str]) -> None:
    for entry in folder.iterdir():
        if entry.name not in names:
            shutil.rmtree(entry)


def _joined(stamps: dict[str, str]) -> str:
    lines = "".join(f"{name} {stamp}\n" for name, stamp in sorted(stamps.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _packages() -> dict[str, str]:
    versions = {d.name.lower(): d.version for d in importlib.metadata.distributions()}
    return {"python": platform.python_version(), **dict(sorted(versions.items()))}


@contextmanager
def _lock(suite: Path) -> Iterator[None]:
    """Keeps two provisioning runs apart; the kernel frees it whatever becomes of this process."""
    with open(suite / ".lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
