"""Writes a model of 200 nodes on 128 elements: sums and products with weights, one LeakyRelu among them."""

import sys

import numpy
import onnx
from onnx import helper, numpy_helper

random = numpy.random.default_rng(14)
shape = [8, 16]
nodes = []
weights = []
value = "x"
for step in range(200):
    result = f"v{step}"
    if step == 137:
        nodes.append(helper.make_node("LeakyRelu", [value], [result], name=f"n{step}"))
    else:
        weight = random.normal(size=shape).astype(numpy.float32)
        operator = ["Add", "Mul", "Sub"][step % 3]
        if operator == "Mul":
            weight = numpy.sign(weight)
        weights.append(numpy_helper.from_array(weight, f"w{step}"))
        nodes.append(helper.make_node(operator, [value, f"w{step}"], [result], name=f"n{step}"))
    value = result
graph = helper.make_graph(
    nodes,
    "chain",
    [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, shape)],
    [helper.make_tensor_value_info(value, onnx.TensorProto.FLOAT, shape)],
    weights,
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
onnx.checker.check_model(model, full_check=True)
onnx.save(model, sys.argv[1])
