"""Holds what a reduction left, and the time that it took, against the bar."""

import sys

import numpy
import onnx
from onnx import numpy_helper

folder, milliseconds = sys.argv[1], int(sys.argv[2])
graph = onnx.load(f"{folder}/model.onnx").graph
elements = sum(int(numpy.prod(tensor.dims)) for tensor in graph.initializer)
for place in range(len(graph.input)):
    tensor = onnx.TensorProto.FromString(
        open(f"{folder}/test_data_set_0/input_{place}.pb", "rb").read()
    )
    elements += numpy_helper.to_array(tensor).size
print(f"{len(graph.node)} nodes, {elements} elements, {milliseconds / 1000:.1f} s")
sys.exit(0 if len(graph.node) <= 3 and elements <= 16 and milliseconds < 60_000 else 1)
