"""What may be changed: each function takes a case and a source of random numbers, and says what it did,
or returns None where the case has nothing of the kind."""

import numpy as np
from onnx import AttributeProto, TensorProto, numpy_helper

INTEGERS = [
    0, 1, -1, 2, 3, -2, 7, 2**31 - 1, 2**31, -(2**31), 2**32, 2**32 + 1, 2**62, 2**63 - 1, -(2**63),
]  # fmt: skip
FLOATS = [float("nan"), float("inf"), float("-inf"), 0.0, -1.0, 1e-30, 1e30, 3e9, 0.5, -0.5]
EXTENTS = [0, 1, 2, 3, 7, 2**31, 2**40]
PLAIN = [
    AttributeProto.INT, AttributeProto.INTS, AttributeProto.FLOAT, AttributeProto.FLOATS,
    AttributeProto.STRING,
]  # fmt: skip
DTYPES = [
    TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, TensorProto.INT64, TensorProto.INT32,
    TensorProto.UINT8, TensorProto.BOOL, TensorProto.STRING,
]  # fmt: skip


def attribute(case, random):
    """A number or word of an attribute becomes another."""
    node = random.choice(case.model.graph.node)
    known = [a for a in node.attribute if a.type in PLAIN]
    if not known:
        return None
    chosen = random.choice(known)
    if chosen.type == AttributeProto.INT:
        chosen.i = random.choice(INTEGERS)
    elif chosen.type == AttributeProto.FLOAT:
        chosen.f = random.choice(FLOATS)
    elif chosen.type == AttributeProto.STRING:
        chosen.s = random.choice([b"", b"x", b"NOTSET", b"linear", b"SAME_UPPER", chosen.s + b" "])
    else:
        values, numbers = (
            (chosen.ints, INTEGERS) if chosen.type == AttributeProto.INTS else (chosen.floats, FLOATS)
        )
        if not values or random.random() < 0.2:
            values.append(random.choice(numbers))
        elif random.random() < 0.2:
            values.pop()
        else:
            values[random.randrange(len(values))] = random.choice(numbers)
    return f"attribute {chosen.name}"


def no_attribute(case, random):
    """An attribute is left out."""
    node = random.choice(case.model.graph.node)
    if not node.attribute:
        return None
    name = node.attribute.pop(random.randrange(len(node.attribute))).name
    return f"no attribute {name}"


def declared_shape(case, random):
    """An extent or the rank that an input or output declares is another."""
    value = _declared(case, random)
    if value is None:
        return None
    dims = value.type.tensor_type.shape.dim
    if dims and random.random() < 0.7:
        dims[random.randrange(len(dims))].dim_value = random.choice(EXTENTS)
    elif dims and random.random() < 0.5:
        dims.pop()
    else:
        dims.add().dim_value = random.choice(EXTENTS)
    return f"declared shape of {value.name}"


def declared_dtype(case, random):
    """The element type that an input or output declares is another."""
    value = _declared(case, random)
    if value is None:
        return None
    value.type.tensor_type.elem_type = random.choice(DTYPES)
    return f"declared type of {value.name}"


def input_order(case, random):
    """Two inputs of a node change places."""
    node = random.choice(case.model.graph.node)
    if len(node.input) < 2:
        return None
    a, b = random.sample(range(len(node.input)), 2)
    node.input[a], node.input[b] = node.input[b], node.input[a]
    return f"inputs {a} and {b} of {node.op_type}"


def no_input(case, random):
    """An input of a node is absent."""
    node = random.choice(case.model.graph.node)
    if not node.input:
        return None
    place = random.randrange(len(node.input))
    node.input[place] = ""
    return f"no input {place} of {node.op_type}"


def opset(case, random):
    """The model imports another opset."""
    chosen = random.choice(case.model.opset_import)
    chosen.version = random.choice([1, 6, 7, 9, 11, 13, 16, 18, 21, 23, 25])
    return f"opset {chosen.version}"


def value(case, random):
    """An element of what is fed, or all of them, become a hostile number."""
    def change(array):
        kind = array.dtype.kind
        if kind not in "iuf" or array.size == 0:
            return None
        array = array.copy()
        number = random.choice(FLOATS if kind == "f" else INTEGERS)
        if kind != "f":
            limits = np.iinfo(array.dtype)
            number = min(max(number, limits.min), limits.max)
        if random.random() < 0.3:
            array[...] = number
        else:
            array.flat[random.randrange(array.size)] = number
        return array

    return _feed(case, random, change, "value")


def shape(case, random):
    """What is fed has another shape."""
    def change(array):
        choice = random.randrange(5)
        if choice == 0:
            return array.reshape(-1)
        if choice == 1:
            return array[None]
        if choice == 2 and array.ndim:
            return array[:0]
        if choice == 3 and array.ndim:
            return array[:1]
        return array.reshape(-1)[:1].reshape(()) if array.size else None

    return _feed(case, random, change, "shape")


def dtype(case, random):
    """What is fed has another element type."""
    def change(array):
        if array.dtype.kind not in "iufb":
            return None
        return array.astype(random.choice([np.float32, np.float64, np.int64, np.int32, np.uint8, bool]))

    with np.errstate(all="ignore"):
        return _feed(case, random, change, "type")


def constant(case, random):
    """What is fed stands in the model instead, where it is known before the run."""
    fed = {value.name for value in case.model.graph.input}
    names = [name for name in case.feeds if name in fed]
    if not names:
        return None
    name = random.choice(names)
    tensor = case.feeds.pop(name)
    tensor.name = name
    case.model.graph.initializer.append(tensor)
    inputs = [value for value in case.model.graph.input if value.name != name]
    del case.model.graph.input[:]
    case.model.graph.input.extend(inputs)
    return f"constant {name}"


# Where a case has several of a kind, more than one change of it is of interest.
ALL = [
    attribute, attribute, attribute, no_attribute, declared_shape, declared_dtype, input_order,
    no_input, opset, value, value, shape, dtype, constant,
]  # fmt: skip


def _declared(case, random):
    graph = case.model.graph
    values = [v for v in [*graph.input, *graph.output] if v.type.HasField("tensor_type")]
    return random.choice(values) if values else None


def _feed(case, random, change, what):
    if not case.feeds:
        return None
    name = random.choice(list(case.feeds))
    try:
        changed = change(numpy_helper.to_array(case.feeds[name]))
        if changed is None:
            return None
        case.feeds[name] = numpy_helper.from_array(changed, name)
    except (TypeError, ValueError, OverflowError):
        return None
    return f"{what} of {name}"
