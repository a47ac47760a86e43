"""Whether the suite's bytes are those that the manifest records."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from .errors import SuiteError


def verify(suite: Path, manifest: dict) -> None:
    """Raises with the first differences, and with what to do about them."""
    found = list(differences(suite, manifest))
    if found:
        sentences = "\n".join(f"  {identity}: {what}" for identity, what in found[:20])
        raise SuiteError(
            f"{len(found)} of {manifest['total']} cases differ from {suite / 'manifest.json'}:\n"
            f"{sentences}\nProvision with --repair to write them again."
        )


def differences(suite: Path, manifest: dict) -> Iterator[tuple[str, str]]:
    """Pairs of case id and what differs."""
    from .describe import data_digest

    for record in manifest["cases"]:
        identity = f"{record['kind']}/{record['name']}"
        folder = suite / identity
        try:
            model = (folder / "model.onnx").read_bytes()
        except FileNotFoundError:
            yield identity, "model.onnx is missing"
            continue
        if hashlib.sha256(model).hexdigest() != record["modelSHA256"]:
            yield identity, f"model.onnx has another SHA-256 than {record['modelSHA256']}"
        elif data_digest(folder) != record["dataSHA256"]:
            yield identity, "a data file is missing, added or changed"
