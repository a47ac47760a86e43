"""Writing one release's suite: whole or not at all, and once."""

import hashlib
import importlib.metadata
import os
import platform
import shutil
from collections.abc import Iterable
from pathlib import Path

from provision.cases import Case
from provision.describe import describe
from provision.manifest import read_manifest, write_manifest
from provision.stamp import stamp as provision_stamp

_PACKAGE = Path(__file__).parent


def stamp(release: str) -> str:
    """Of the release and of all sources that decide the suite's bytes."""
    digest = hashlib.sha256(f"{release} {provision_stamp()}".encode())
    for path in sorted(_PACKAGE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_written(suite: Path, release: str) -> bool:
    manifest = read_manifest(suite)
    return manifest is not None and manifest["stamp"] == stamp(release)


def write_suite(suite: Path, release: str, cases: Iterable[Case], missing: list[str]) -> dict:
    partial = suite.with_name(f".{suite.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    records = []
    for case in cases:
        folder = partial / case.kind / case.name
        folder.mkdir(parents=True)
        case.write(folder)
        records.append(describe(case, folder))
    header = {
        "release": f"onnx {release}",
        "stamp": stamp(release),
        "packages": _packages(),
        "notProvisioned": missing,
    }
    write_manifest(partial, header, records)
    shutil.rmtree(suite, ignore_errors=True)
    os.rename(partial, suite)
    return read_manifest(suite)


def _packages() -> dict[str, str]:
    names = ("numpy", "onnx", "protobuf")
    return {"python": platform.python_version()} | {
        name: importlib.metadata.version(name) for name in names
    }
