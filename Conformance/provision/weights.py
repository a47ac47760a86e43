"""Seeded weights: every float parameter of a light model as an initializer of random values.

Values come from uniform draws alone (a generator's bits scaled by a power of two), so that they are
the same on every machine. A parameter's distribution follows from what consumes it.
"""

import math
import zlib
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import numpy_helper


@dataclass(frozen=True)
class Recipe:
    """How one model is seeded.

    `logit_gain` scales the last layer's weights, so that its outputs neither saturate a softmax nor
    drown in it. `logit_offset` is the middle of that layer's bias: without a softmax it keeps the
    outputs away from zero, where a relative tolerance means nothing.
    """

    seed: int
    logit_gain: float
    logit_offset: float = 0


def with_seeded_weights(model: onnx.ModelProto, recipe: Recipe) -> onnx.ModelProto:
    """The model with its `ConstantOfShape` weights and float initializers replaced."""
    graph = model.graph
    shapes = _parameter_shapes(graph)
    roles = _roles(graph)
    last_weight, last_bias = _last_layer(graph)
    seeded = {}
    for name, shape in shapes.items():
        if name in roles:
            values = _draw(name, shape, roles[name], recipe.seed)
            if name == last_weight:
                values = values * np.float32(recipe.logit_gain)
            if name == last_bias:
                values = values + np.float32(recipe.logit_offset)
            seeded[name] = numpy_helper.from_array(values, name)

    result = onnx.ModelProto()
    result.CopyFrom(model)
    constants = {n.input[0]: n for n in graph.node if n.op_type == "ConstantOfShape"}
    nodes = [n for n in graph.node if n.op_type != "ConstantOfShape"]
    del result.graph.node[:], result.graph.initializer[:], result.graph.input[:]
    result.graph.node.extend(nodes)
    # In IR version 3 an initializer is a graph input as well: a weight takes its shape's place.
    for declared in graph.input:
        if declared.name in constants:
            weight = seeded[constants[declared.name].output[0]]
            result.graph.input.append(
                onnx.helper.make_tensor_value_info(weight.name, weight.data_type, weight.dims)
            )
        else:
            result.graph.input.append(declared)
    for initializer in graph.initializer:
        if initializer.name in constants:
            result.graph.initializer.append(seeded[constants[initializer.name].output[0]])
        else:
            result.graph.initializer.append(seeded.get(initializer.name, initializer))
    onnx.checker.check_model(result)
    return result


def _parameter_shapes(graph: onnx.GraphProto) -> dict[str, tuple[int, ...]]:
    """Name to shape of every float parameter, whichever way the light model writes it."""
    initializers = {i.name: i for i in graph.initializer}
    shapes = {
        i.name: tuple(i.dims) for i in graph.initializer if i.data_type == onnx.TensorProto.FLOAT
    }
    for node in graph.node:
        if node.op_type == "ConstantOfShape":
            shape = numpy_helper.to_array(initializers[node.input[0]])
            shapes[node.output[0]] = tuple(int(extent) for extent in shape)
    return shapes


def _roles(graph: onnx.GraphProto) -> dict[str, str]:
    """Name to role, from the operator and position that consume a parameter."""
    by_position = {
        ("Conv", 1): "kernel", ("Conv", 2): "shift",
        ("Gemm", 1): "matrix", ("Gemm", 2): "shift",
        ("BatchNormalization", 1): "scale", ("BatchNormalization", 2): "shift",
        ("BatchNormalization", 3): "shift", ("BatchNormalization", 4): "variance",
        ("Mul", 1): "scale", ("Add", 1): "shift",
    }  # fmt: skip
    unsqueezed = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "Unsqueeze"}
    producer = {output: node for node in graph.node for output in node.output}
    summed = {name for node in graph.node if node.op_type == "Sum" for name in node.input}
    roles = {}
    for node in graph.node:
        for position, name in enumerate(node.input):
            role = by_position.get((node.op_type, position))
            if role is None:
                continue
            # A branch that ends in a sum adds little, so that depth does not multiply the variance.
            if role == "scale" and node.output[0] in summed:
                role = "branch scale"
            if role == "matrix" and not _transposes(node):
                role = "matrix, inputs first"
            parameter = unsqueezed.get(name, name)
            if parameter not in producer or producer[parameter].op_type == "ConstantOfShape":
                roles[parameter] = role
    return roles


def _transposes(gemm: onnx.NodeProto) -> bool:
    return any(a.name == "transB" and a.i == 1 for a in gemm.attribute)


def _last_layer(graph: onnx.GraphProto) -> tuple[str, str]:
    """The names of the classifier's weight and bias."""
    layers = [n for n in graph.node if n.op_type in ("Conv", "Gemm") and len(n.input) == 3]
    return layers[-1].input[1], layers[-1].input[2]


def _draw(name: str, shape: tuple[int, ...], role: str, seed: int) -> np.ndarray:
    """float32 values of one parameter; its stream depends on the seed and its name only."""
    generator = np.random.Generator(np.random.PCG64([seed, zlib.crc32(name.encode())]))
    unit = generator.random(shape, dtype=np.float32)

    def uniform(low: float, high: float) -> np.ndarray:
        return np.float32(low) + unit * np.float32(high - low)

    def he(fan_in: int, gain: float) -> np.ndarray:
        limit = math.sqrt(3 * gain / fan_in)
        return uniform(-limit, limit)

    match role:
        case "kernel":
            return he(math.prod(shape[1:]), gain=2)
        case "matrix":
            return he(shape[1], gain=1)
        case "matrix, inputs first":
            return he(shape[0], gain=1)
        case "scale" | "variance":
            return uniform(0.75, 1.25)
        case "branch scale":
            return uniform(0.2, 0.4)
        case _:
            return uniform(-0.1, 0.1)
