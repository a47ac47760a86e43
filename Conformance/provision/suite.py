"""Writing the suite: each case appears whole or not at all, and what is already there is kept."""

import fcntl
import importlib.metadata
import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .cases import KINDS, Case
from .manifest import NAME, read_manifest, write_manifest
from .paths import TRIPWIRE
from .stamp import stamp
from .tripwire import missing_cases

RELEASE = "onnx 1.23.2"
_PARTIAL = ".partial"
_STAMP = ".stamp"


def is_complete(suite: Path) -> bool:
    """Whether the suite is this recipe's, with every case and file and no model cut short."""
    manifest = read_manifest(suite)
    if manifest is None or manifest["stamp"] != stamp() or missing_cases(TRIPWIRE, manifest):
        return False
    for record in manifest["cases"]:
        folder = suite / record["kind"] / record["name"]
        try:
            byte_count = os.stat(folder / "model.onnx").st_size
            data_files = sum(
                len(os.listdir(folder / f"test_data_set_{index}"))
                for index in range(record["dataSets"])
            )
        except FileNotFoundError:
            return False
        if byte_count != record["modelBytes"] or data_files != record["dataFiles"]:
            return False
    return True


def provision(suite: Path, progress: Callable[[str], None], repairing: bool = False) -> dict:
    """Writes what is missing and the manifest, and returns the manifest."""
    suite.mkdir(parents=True, exist_ok=True)
    with _lock(suite):
        if repairing or not is_complete(suite):
            _build(suite, progress)
    return read_manifest(suite)


def _build(suite: Path, progress: Callable[[str], None]) -> None:
    from .describe import describe

    _discard_other_recipes(suite)
    damaged = _damaged_cases(suite)
    (suite / NAME).unlink(missing_ok=True)
    records = []
    for kind in KINDS:
        names = set()
        written = 0
        for case in _cases(kind):
            folder = suite / kind / case.name
            if folder.exists() and case.id in damaged:
                shutil.rmtree(folder)
            if not folder.exists():
                _write(case, suite, folder)
                written += 1
            records.append(describe(case, folder))
            names.add(case.name)
        _remove_strangers(suite / kind, names)
        progress(f"{kind}: {len(names)} cases, {written} written")
    shutil.rmtree(suite / _PARTIAL, ignore_errors=True)
    header = {"release": RELEASE, "stamp": stamp(), "packages": _packages()}
    write_manifest(suite, header, records)


def _cases(kind: str) -> Iterable[Case]:
    from .node import node_cases
    from .packaged import packaged_cases
    from .real import real_cases
    from .seeded import seeded_cases
    from .unshipped import unshipped_cases

    match kind:
        case "node":
            return node_cases()
        case "unshipped":
            return unshipped_cases()
        case "real":
            return real_cases()
        case "seeded":
            return seeded_cases()
        case _:
            return packaged_cases(kind)


def _write(case: Case, suite: Path, folder: Path) -> None:
    partial = suite / _PARTIAL
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    case.write(partial)
    folder.parent.mkdir(exist_ok=True)
    os.rename(partial, folder)


def _discard_other_recipes(suite: Path) -> None:
    """Removes the cases of another recipe; those of an interrupted run of this one stay."""
    current = suite / _STAMP
    if not current.exists() or current.read_text() != stamp():
        for kind in KINDS:
            shutil.rmtree(suite / kind, ignore_errors=True)
        current.write_text(stamp())


def _damaged_cases(suite: Path) -> set[str]:
    """The ids of cases whose files differ from the manifest, where there is one."""
    from .verify import differences

    manifest = read_manifest(suite)
    return {identity for identity, _ in differences(suite, manifest)} if manifest else set()


def _remove_strangers(folder: Path, names: set[str]) -> None:
    for entry in folder.iterdir():
        if entry.name not in names:
            shutil.rmtree(entry)


def _packages() -> dict[str, str]:
    names = ("ml_dtypes", "numpy", "onnx", "onnxruntime", "pillow", "protobuf")
    versions = {name: importlib.metadata.version(name) for name in names}
    return {"python": platform.python_version(), **versions}


@contextmanager
def _lock(suite: Path) -> Iterator[None]:
    """Keeps two provisioning runs apart; the kernel frees it whatever becomes of this process."""
    with open(suite / ".lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
