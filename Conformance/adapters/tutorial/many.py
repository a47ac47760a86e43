"""A table of operators, the graph's constants, attributes with their defaults, and honest limits."""

import wonnx_adapter

wonnx_adapter.protect()

import numpy as np  # noqa: E402
import onnx  # noqa: E402
from onnx import helper, numpy_helper  # noqa: E402


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def transpose(x, perm=None):
    return np.transpose(x, perm)


OPERATORS = {
    "Add": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "MatMul": np.matmul,
    "Neg": np.negative,
    "Abs": np.abs,
    "Exp": np.exp,
    "Sqrt": np.sqrt,
    "Relu": lambda x: np.maximum(x, 0),
    "LeakyRelu": lambda x, alpha=0.01: np.where(x < 0, np.float32(alpha) * x, x),
    "Softmax": softmax,
    "Transpose": transpose,
}


def prepare(path):
    graph = onnx.load(path).graph
    for node in graph.node:
        name = f"{node.domain or 'ai.onnx'}:{node.op_type}"
        if node.domain not in ("", "ai.onnx") or node.op_type not in OPERATORS:
            raise wonnx_adapter.Unsupported("there is no kernel", operator=name)
    return graph, {value.name: numpy_helper.to_array(value) for value in graph.initializer}


def run(model, inputs):
    graph, constants = model
    values = {**constants, **inputs}
    for node in graph.node:
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        operands = [values[name] for name in node.input]
        values[node.output[0]] = np.asarray(OPERATORS[node.op_type](*operands, **attributes))
    return {output.name: values[output.name] for output in graph.output}


wonnx_adapter.serve(
    name="mine",
    version="0.3",
    domains={"ai.onnx": (13, 26)},
    types=["float", "double", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"],
    features=["dynamic-shapes"],
    operators={"ai.onnx": sorted(OPERATORS)},
    prepare=prepare,
    run=run,
)
