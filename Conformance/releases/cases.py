"""The cases of a release, from its wheel's data: files up to 1.22; built by its own code from 1.23 on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import onnx

from provision.cases import Case
from provision.packaged import copy_case
from provision.real import write_light

_DATA = "onnx/backend/test/data/"
_KINDS = ("node", "simple", "pytorch-converted", "pytorch-operator")


@contextmanager
def unpacked(archive: Path) -> Iterator[Path]:
    """The folder that the wheel's test data lie under."""
    with TemporaryDirectory() as folder, ZipFile(archive) as wheel:
        wheel.extractall(folder, [n for n in wheel.namelist() if n.startswith(_DATA)])
        yield Path(folder)


def packaged(root: Path) -> Iterator[Case]:
    """The cases whose files are in the wheel, light real models among them."""
    for kind in _KINDS:
        for model in sorted((root / _DATA / kind).glob("*/model.onnx")):
            yield _case(kind, model.parent, partial(copy_case, model.parent), _subject(model))
    for folder, model in _real(root):
        if model is not None:
            yield _case("real", folder, partial(write_light, model), None)


def unprovisioned(root: Path) -> list[str]:
    """Real models that the release's own suite fetches from a host that is no more."""
    return [folder.name for folder, model in _real(root) if model is None]


def _real(root: Path) -> Iterator[tuple[Path, Path | None]]:
    for settings in sorted((root / _DATA / "real").glob("*/data.json")):
        model = root / json.loads(settings.read_text())["url"]
        yield settings.parent, model if model.is_file() else None


def _case(kind: str, folder: Path, write, subject: str | None) -> Case:
    settings = folder / "data.json"
    told = json.loads(settings.read_text()) if settings.is_file() else {}
    return Case(
        kind=kind,
        name=folder.name,
        rtol=told.get("rtol") or 1e-3,
        atol=told.get("atol") or 1e-7,
        expected_from="onnx",
        write=write,
        subject=subject,
    )


def _subject(model: Path) -> str | None:
    nodes = onnx.load_model_from_string(model.read_bytes()).graph.node
    return nodes[0].op_type if len(nodes) == 1 else None
