"""What test.sh checks, a function each: `python -m networks.checks NAME`."""

import hashlib
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from provision.cases import Case, write_file
from provision.errors import ProvisionError
from provision.manifest import read_manifest

from .suite import Kind, LeftOut, write_suite
from .zoo.archives import Archive

_HERE = Path(__file__).parent
_TOLERANCES = _HERE / "zoo" / "tolerances.toml"


def _abs(folder: Path) -> None:
    graph = helper.make_graph(
        [helper.make_node("Abs", ["x"], ["y"])],
        "abs",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2])],
    )
    write_file(folder, "model.onnx", helper.make_model(graph).SerializeToString())
    for role, values in (("input", [-1, 2]), ("output", [1, 2])):
        message = numpy_helper.from_array(np.array(values, np.float32)).SerializeToString()
        write_file(folder, f"test_data_set_0/{role}_0.pb", message)


def _refused(folder: Path) -> None:
    raise LeftOut("The tool has no such operator.")


def _interrupted(folder: Path) -> None:
    write_file(folder, "model.onnx", b"half")
    raise KeyboardInterrupt


class _Recipe:
    """A kind whose recipe is a file, with the names of the cases that were written."""

    def __init__(self, work: Path, **writes: Callable[[Path], None]):
        self.suite = work / "suite"
        self.file = work / "recipe.py"
        self.file.write_text("first")
        self.writes = writes
        self.written: list[str] = []

    def write(self) -> dict:
        self.written = []
        kind = Kind("small", (self.file,), self._cases)
        write_suite(self.suite, "small", [kind], _TOLERANCES)
        return read_manifest(self.suite)

    def _cases(self) -> Iterator[Case]:
        for name, write in self.writes.items():

            def noted(folder: Path, name=name, write=write) -> None:
                self.written.append(name)
                write(folder)

            yield Case("small", name, 1e-3, 1e-7, "numpy", noted)


def keeps(work: Path) -> None:
    recipe = _Recipe(work, a=_abs, b=_abs)
    assert recipe.write()["total"] == 2 and recipe.written == ["a", "b"]
    recipe.write()
    assert recipe.written == []
    (recipe.suite / "small" / "a").rename(work / "gone")
    (recipe.suite / "small" / "b" / "model.onnx").write_bytes(b"cut")
    assert recipe.write()["total"] == 2 and recipe.written == ["a", "b"]


def goes_on(work: Path) -> None:
    recipe = _Recipe(work, a=_abs, b=_interrupted)
    try:
        recipe.write()
        raise AssertionError("The interruption is lost.")
    except KeyboardInterrupt:
        pass
    assert read_manifest(recipe.suite) is None
    assert not (recipe.suite / "small" / "b").exists()
    recipe.writes["b"] = _abs
    assert recipe.write()["total"] == 2 and recipe.written == ["b"]


def begins_anew(work: Path) -> None:
    recipe = _Recipe(work, a=_abs, b=_abs)
    recipe.write()
    recipe.file.write_text("second")
    del recipe.writes["b"]
    assert recipe.write()["total"] == 1 and recipe.written == ["a"]
    assert not (recipe.suite / "small" / "b").exists()


def leaves_out(work: Path) -> None:
    manifest = _Recipe(work, a=_abs, b=_refused).write()
    assert manifest["total"] == 1
    assert manifest["leftOut"] == {"small": {"b": "The tool has no such operator."}}


def holds_digests(work: Path) -> None:
    with zipfile.ZipFile(work / "package-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("model.onnx", b"model")
    archive = Archive(work, "package")
    assert archive.read("model.onnx", hashlib.sha256(b"model").hexdigest()) == b"model"
    for read in (
        lambda: archive.read("model.onnx", "0" * 64),
        lambda: Archive(work, "another"),
    ):
        try:
            read()
            raise AssertionError("It is taken.")
        except ProvisionError as error:
            assert "expected" in str(error)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        globals()[sys.argv[1]](Path(folder))
