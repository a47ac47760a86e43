"""From a fitted model to a case: what the library predicts is expected."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from networks.running import generator
from networks.suite import LeftOut
from provision.cases import Case, write_file
from provision.values import encode
from sklearn import datasets

_LOADERS = {
    "iris": datasets.load_iris,
    "cancer": datasets.load_breast_cancer,
    "digits": datasets.load_digits,
    "diabetes": datasets.load_diabetes,
    "wine": datasets.load_wine,
}


@dataclass(frozen=True)
class Data:
    """Rows to fit and others to predict, among them some that are unlike any of the first."""

    x: np.ndarray
    y: np.ndarray
    test: np.ndarray

    @staticmethod
    def load(name: str) -> "Data":
        x, y = _LOADERS[name](return_X_y=True)
        x = x.astype(np.float32)
        random = generator(name)
        order = random.permutation(len(x))
        count = len(x) * 7 // 10
        rows = x[order[count:]][:40]
        noise = random.normal(0, x.std(0) + 0.1, (8, x.shape[1])).astype(np.float32)
        return Data(x[order[:count]], y[order[:count]], np.concatenate([rows, rows[:8] + noise]))


@dataclass(frozen=True)
class Fitted:
    """A converted model, its inputs, and what the library makes of them."""

    model: onnx.ModelProto
    inputs: list[np.ndarray]
    outputs: list[Any]


def case(name: str, library: str, fit: Callable[[], Fitted]) -> Case:
    return Case(
        kind="learned",
        name=name,
        rtol=1e-3,
        atol=1e-7,
        expected_from=library,
        write=partial(_write, fit),
    )


def _write(fit: Callable[[], Fitted], folder: Path) -> None:
    try:
        fitted = fit()
    except Exception as error:
        sentence = str(error).strip().splitlines()
        raise LeftOut(f"{type(error).__name__}: {sentence[0][:200] if sentence else ''}") from error
    graph = fitted.model.graph
    if len(graph.output) != len(fitted.outputs):
        raise LeftOut(
            f"The model has {len(graph.output)} outputs, the library {len(fitted.outputs)}."
        )
    write_file(folder, "model.onnx", fitted.model.SerializeToString())
    for k, (value, declared) in enumerate(zip(fitted.inputs, graph.input, strict=True)):
        write_file(folder, f"test_data_set_0/input_{k}.pb", encode(value, declared))
    for k, (value, declared) in enumerate(zip(fitted.outputs, graph.output, strict=True)):
        content = encode(_as_declared(value, declared), declared)
        write_file(folder, f"test_data_set_0/output_{k}.pb", content)


def _as_declared(value: Any, declared: onnx.ValueInfoProto) -> Any:
    """The library's numbers in the model's type, and as a column where the model has one."""
    if declared.type.WhichOneof("value") != "tensor_type":
        return value
    tensor = declared.type.tensor_type
    value = np.asarray(value)
    if value.ndim == 1 and len(tensor.shape.dim) == 2:
        value = value.reshape(-1, 1)
    dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)
    return value.astype(object if dtype.kind in "OUS" else dtype)
