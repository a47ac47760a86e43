"""The inputs of a case, as numpy has them."""

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper


def case_feeds(folder: Path, data_set: int = 0) -> dict[str, np.ndarray | list]:
    """The inputs of one data set; they feed the inputs that are not initializers, in order."""
    graph = onnx.load(folder / "model.onnx", load_external_data=False).graph
    initialized = {initializer.name for initializer in graph.initializer}
    files = len(list((folder / f"test_data_set_{data_set}").glob("input_*.pb")))
    fed = list(graph.input)
    if files < len(fed):
        fed = [declared for declared in fed if declared.name not in initialized]
    return {
        declared.name: _value(folder / f"test_data_set_{data_set}" / f"input_{k}.pb", declared.type)
        for k, declared in enumerate(fed[:files])
    }


def _value(path: Path, declared: onnx.TypeProto) -> np.ndarray | list:
    message = onnx.SequenceProto() if declared.HasField("sequence_type") else onnx.TensorProto()
    message.ParseFromString(path.read_bytes())
    if isinstance(message, onnx.SequenceProto):
        return numpy_helper.to_list(message)
    return numpy_helper.to_array(message)
