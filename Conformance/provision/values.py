"""Python values of the suite's generators, as the protobuf messages of the data files."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper

from .cases import write_file


def encode(value: Any, declared: onnx.ValueInfoProto) -> bytes:
    """The bytes of `input_K.pb` or `output_K.pb`; the declared type chooses the message."""
    return _message(value, declared.type, declared.name).SerializeToString()


def _message(value: Any, declared: onnx.TypeProto, name: str) -> Any:
    match declared.WhichOneof("value"):
        case "tensor_type":
            return _tensor(value, name)
        case "sequence_type":
            return numpy_helper.from_list(list(value), name)
        case "optional_type":
            return numpy_helper.from_optional(value, name)
        case "map_type":
            return numpy_helper.from_dict(value, name)
        case other:
            raise TypeError(f"'{name}' is declared as {other}, which has no data file format.")


def _tensor(value: Any, name: str) -> onnx.TensorProto:
    if isinstance(value, onnx.TensorProto):
        return value
    return numpy_helper.from_array(np.asarray(value), name)


def write_data_sets(folder: Path, model: onnx.ModelProto, data_sets: Any) -> None:
    """Writes `model.onnx` and every data set of a case that a generator holds in memory."""
    write_file(folder, "model.onnx", model.SerializeToString())
    for index, (inputs, outputs) in enumerate(data_sets):
        for role, values, declared in (
            ("input", inputs, model.graph.input),
            ("output", outputs, model.graph.output),
        ):
            for k, (value, info) in enumerate(zip(values, declared, strict=True)):
                write_file(folder, f"test_data_set_{index}/{role}_{k}.pb", encode(value, info))
