"""Kinds `simple`, `pytorch-operator` and `pytorch-converted`: folders of the wheel, copied."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from onnx.backend.test.loader import load_model_tests

from .cases import Case, write_file

PACKAGED_KINDS = ("simple", "pytorch-operator", "pytorch-converted")


def packaged_cases(kind: str) -> Iterator[Case]:
    for test in load_model_tests(kind=kind):
        yield Case(
            kind=kind,
            name=test.name,
            rtol=test.rtol,
            atol=test.atol,
            expected_from="onnx",
            write=partial(copy_case, Path(test.model_dir)),
        )


def copy_case(source: Path, folder: Path) -> None:
    for path in [source / "model.onnx", *source.glob("test_data_set_*/*.pb")]:
        write_file(folder, str(path.relative_to(source)), path.read_bytes())
