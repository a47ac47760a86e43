"""Kind `real`: the nine models of onnx's `light` folder, fed as the suite's own runner feeds them.

Their weights are `ConstantOfShape` nodes. The input is a ramp from 0 to 1 over all elements, the
expected output is the file that lies beside the model.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import onnx
from onnx import numpy_helper
from onnx.backend.test.loader import load_model_tests
from onnx.backend.test.runner import Runner

from .cases import Case, write_file


def light_models() -> dict[str, Path]:
    """Case name to model file."""
    root = Path(onnx.__file__).resolve().parent.parent
    return {test.name: root / test.url for test in load_model_tests(kind="real")}


def real_cases() -> Iterator[Case]:
    models = light_models()
    for test in load_model_tests(kind="real"):
        yield Case(
            kind="real",
            name=test.name,
            rtol=test.rtol,
            atol=test.atol,
            expected_from="onnx",
            write=partial(write_light, models[test.name]),
        )


def fed_inputs(graph: onnx.GraphProto) -> list[onnx.ValueInfoProto]:
    """The inputs that data files feed: those without an initializer, in order."""
    initialized = {initializer.name for initializer in graph.initializer}
    return [declared for declared in graph.input if declared.name not in initialized]


def write_light(source: Path, folder: Path) -> None:
    content = source.read_bytes()
    graph = onnx.load_model_from_string(content).graph
    write_file(folder, "model.onnx", content)
    for k, declared in enumerate(fed_inputs(graph)):
        value = Runner.generate_dummy_data(declared, seed=0, name=source.stem, random=False)
        message = numpy_helper.from_array(value).SerializeToString()
        write_file(folder, f"test_data_set_0/input_{k}.pb", message)
    for k in range(len(graph.output)):
        expected = source.with_name(f"{source.stem}_output_{k}.pb")
        write_file(folder, f"test_data_set_0/output_{k}.pb", expected.read_bytes())
