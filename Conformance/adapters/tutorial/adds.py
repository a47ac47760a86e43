"""A runtime that does Add, by the package: what a model is made of is onnx's business."""

import wonnx_adapter

wonnx_adapter.protect()

import onnx  # noqa: E402


def prepare(path):
    graph = onnx.load(path).graph
    for node in graph.node:
        if node.op_type != "Add":
            raise wonnx_adapter.Unsupported("only Add is there", operator=f"ai.onnx:{node.op_type}")
    return graph


def run(graph, inputs):
    values = dict(inputs)
    for node in graph.node:
        a, b = (values[name] for name in node.input)
        values[node.output[0]] = a + b
    return {output.name: values[output.name] for output in graph.output}


wonnx_adapter.serve(
    name="mine",
    version="0.2",
    domains={"ai.onnx": (13, 26)},
    types=["float"],
    features=["dynamic-shapes"],
    operators={"ai.onnx": ["Add"]},
    prepare=prepare,
    run=run,
)
