"""Elements that move, of any type."""

import numpy as np
from contrib.operators import movement
from wonnx_adapter import Unsupported
from wonnx_adapter.types import ELEMENTS


def optional(model, value=None):
    return value


def loop(model, limit, going, *carried):
    """A body of Identity nodes: each of its outputs is one of its inputs."""
    body = model.attributes["body"]
    if any(step.op_type != "Identity" for step in body.node):
        raise Unsupported("a body that computes")
    source = {step.output[0]: step.input[0] for step in body.node}
    names = [given.name for given in body.input]
    outputs = [names.index(source.get(result.name, result.name)) for result in body.output]
    turns = 0 if going is not None and not going else int(limit)
    if any(place != k + 2 for k, place in enumerate(outputs[1 : 1 + len(carried)])):
        raise Unsupported("a body that shuffles")
    collected = [np.stack([carried[place - 2]] * turns) for place in outputs[1 + len(carried) :]]
    return (*carried, *collected)


def sequence_map(model, sequence, *others):
    body = model.attributes["body"]
    if any(step.op_type != "Identity" for step in body.node):
        raise Unsupported("a body that computes")
    source = {step.output[0]: step.input[0] for step in body.node}
    names = [given.name for given in body.input]
    all_given = [sequence, *others]
    results = []
    for result in body.output:
        given = all_given[names.index(source.get(result.name, result.name))]
        results.append(list(given) if isinstance(given, list) else [given] * len(sequence))
    return tuple(results)


def bit_cast(model, x):
    names = {1: "float", 2: "uint8", 3: "int8", 17: "float8e4m3fn", 18: "float8e4m3fnuz",
             19: "float8e5m2", 20: "float8e5m2fnuz", 24: "float8e8m0"}  # fmt: skip
    code = model.attributes["to"]
    if code not in names or x.dtype.itemsize != 1:
        raise Unsupported("a type that others cast")
    return x.view(np.uint8).view(ELEMENTS[names[code]].dtype)


def dynamic_slice(model, data, starts, ends, axes=None):
    every = [slice(None)] * data.ndim
    for k, axis in enumerate(range(len(starts)) if axes is None else axes):
        every[axis] = slice(int(starts[k]), int(ends[k]))
    return data[tuple(every)]


def scatter(model, data, indices, updates):
    y, axis = data.copy(), model.attributes.get("axis", 0)
    for place in np.ndindex(*indices.shape):
        target = list(place)
        target[axis] = indices[place]
        y[tuple(target)] = updates[place]
    return y


def gather_nd(model, data, indices):
    return data[tuple(np.moveaxis(indices, -1, 0))]


def expand_dims(model, x, axis):
    return np.expand_dims(x, int(np.reshape(axis, ())))


def trilu(model, x, k=None):
    cut = np.triu if model.attributes.get("upper", 1) else np.tril
    numbers = np.arange(x.size).reshape(x.shape) + 1
    kept = cut(numbers, 0 if k is None else int(np.reshape(k, ())))
    return np.where(kept > 0, x, np.zeros((), x.dtype))


def unfold_tensor(model, x):
    axis, size = model.attributes.get("dim", -1), model.attributes["size"]
    every = [slice(None)] * x.ndim
    every[axis] = slice(None, None, model.attributes.get("step", 1))
    return np.lib.stride_tricks.sliding_window_view(x, size, axis)[tuple(every)].copy()


def unique(model, x):
    return movement.unique(x)


def crop(model, x):
    left, top, right, bottom = model.attributes["border"]
    height, width = x.shape[2:]
    if "scale" in model.attributes:
        rows, columns = model.attributes["scale"]
        return x[:, :, top : top + rows, left : left + columns]
    return x[:, :, top : height - bottom, left : width - right]


def resize(model, x, roi=None, scales=None, sizes=None):
    """Nearest, by the default transformation: `x = (y + ½) / scale - ½`, halves down."""
    given = model.attributes
    others = ["axes", "keep_aspect_ratio_policy", "nearest_mode", "coordinate_transformation_mode"]
    is_usual = given.get("mode", "nearest") == "nearest" and not any(name in given for name in others)
    if model.opset < 11 or not is_usual:
        raise Unsupported("another way to resize")
    for axis in range(x.ndim):
        extent = x.shape[axis]
        if scales is not None and len(scales):
            scale = np.float64(scales[axis])
            count = int(np.floor(extent * scale))
        else:
            count = int(sizes[axis])
            scale = count / extent
        where = np.array([int(np.ceil((k + 0.5) / scale - 1)) for k in range(count)], np.int64)
        x = np.take(x, np.clip(where, 0, max(extent - 1, 0)), axis)
    return x


def gradient(model, *given):
    """Of a model of this node alone: y is one of xs, and depends on no other."""
    xs, y = model.attributes["xs"], model.attributes["y"]
    return tuple(np.full_like(x, 1 if name == y else 0) for name, x in zip(xs, given))


FORMULAS = {
    "Optional": optional, "Loop": loop, "SequenceMap": sequence_map, "BitCast": bit_cast,
    "DynamicSlice": dynamic_slice, "Scatter": scatter, "Crop": crop,
    "Resize": resize,
    "ai.onnx.preview.training.Gradient": gradient, "com.microsoft.GatherND": gather_nd,
    "com.microsoft.ExpandDims": expand_dims, "com.microsoft.Trilu": trilu,
    "com.microsoft.UnfoldTensor": unfold_tensor, "com.microsoft.Unique": unique,
}  # fmt: skip
