"""A case of one node of com.microsoft: what it takes, and what its formula makes of that."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

DOMAIN = "com.microsoft"
Array = np.ndarray | None


@dataclass(frozen=True)
class Case:
    """`outputs` are the formula's, in the types that the operator gives; `None` is left out."""

    operator: str
    name: str
    inputs: list[Array]
    outputs: list[Array]
    attributes: dict = field(default_factory=dict)
    # Positions of the inputs that the model holds as initializers.
    constants: tuple[int, ...] = ()
    domain: str = DOMAIN
    opset: int = 21
    # Why onnxruntime is not asked; empty where it is.
    reason: str = ""


def seeded(key: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(key.encode()))


def model(case: Case) -> onnx.ModelProto:
    inputs = [f"x{k}" if value is not None else "" for k, value in enumerate(case.inputs)]
    while inputs and not inputs[-1]:
        inputs.pop()
    outputs = [f"y{k}" if value is not None else "" for k, value in enumerate(case.outputs)]
    node = helper.make_node(
        case.operator, inputs, outputs, domain=case.domain, **case.attributes
    )
    fed = [k for k in present(case.inputs) if k not in case.constants]
    graph = helper.make_graph(
        [node],
        case.name,
        [_info(f"x{k}", case.inputs[k]) for k in fed],
        [_info(f"y{k}", case.outputs[k]) for k in present(case.outputs)],
        [numpy_helper.from_array(case.inputs[k], f"x{k}") for k in case.constants],
    )
    imports = [helper.make_opsetid("", case.opset), helper.make_opsetid(DOMAIN, 1)]
    return helper.make_model(graph, opset_imports=imports, ir_version=10)


def present(values: list[Array]) -> list[int]:
    return [k for k, value in enumerate(values) if value is not None]


def write(case: Case, folder: Path) -> None:
    place = folder / "node" / f"test_{case.operator}_{case.name}"
    data = place / "test_data_set_0"
    data.mkdir(parents=True)
    (place / "model.onnx").write_bytes(model(case).SerializeToString())
    fed = [k for k in present(case.inputs) if k not in case.constants]
    for kind, name, values, kept in (
        ("input", "x", case.inputs, fed),
        ("output", "y", case.outputs, present(case.outputs)),
    ):
        for number, k in enumerate(kept):
            tensor = numpy_helper.from_array(values[k], f"{name}{k}")
            (data / f"{kind}_{number}.pb").write_bytes(tensor.SerializeToString())


def _info(name: str, value: np.ndarray) -> onnx.ValueInfoProto:
    element = helper.np_dtype_to_tensor_dtype(value.dtype)
    return helper.make_tensor_value_info(name, element, value.shape)


# Numbers that are rounded and lie as near to a tie as this may go either way in float32.
LEAST_MARGIN = 2e-4


def clear_of_ties(
    key: str, draw: Callable[[np.random.Generator], tuple[Case, float]]
) -> Case:
    """The first case of `draw`'s whose numbers keep LEAST_MARGIN to where rounding turns."""
    for attempt in range(50):
        case, margin = draw(seeded(f"{key}/{attempt}"))
        if margin >= LEAST_MARGIN:
            return case
    raise ValueError(f"{key}: each of 50 draws is near a tie")


def all_cases() -> Iterator[Case]:
    """The cases of every module in `operators`, sorted."""
    import importlib
    import pkgutil

    from . import operators

    found: list[Case] = []
    for module in pkgutil.iter_modules(operators.__path__, f"{operators.__name__}."):
        found += importlib.import_module(module.name).cases()
    yield from sorted(found, key=lambda case: (case.operator, case.name))
