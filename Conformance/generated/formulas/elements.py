"""Functions of elements and of rows."""

import numpy as np
from wonnx_adapter import Unsupported
from wonnx_adapter.types import ELEMENTS

F = np.float64
TYPES = {1: "float", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64",
         9: "bool", 10: "float16", 11: "double", 12: "uint32", 13: "uint64", 16: "bfloat16"}  # fmt: skip


def _single(model, name, default):
    """An attribute, as the float32 that it is."""
    return F(np.float32(model.attributes.get(name, default)))


def affine(model, x):
    y = _single(model, "alpha", 1) * x.astype(F) + _single(model, "beta", 0)
    return y.astype(x.dtype)


def scale(model, x):
    return (_single(model, "scale", 1) * x.astype(F)).astype(x.dtype)


def scaled_tanh(model, x):
    y = _single(model, "alpha", 1) * np.tanh(_single(model, "beta", 1) * x.astype(F))
    return y.astype(x.dtype)


def parametric_softplus(model, x):
    z = _single(model, "beta", 1) * x.astype(F)
    y = _single(model, "alpha", 1) * (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))))
    return y.astype(x.dtype)


def image_scaler(model, x):
    bias = np.array(model.attributes.get("bias", [0] * x.shape[1]), np.float32).astype(F)
    y = x.astype(F) * _single(model, "scale", 1) + bias[:, None, None]
    return y.astype(x.dtype)


def constant_fill(model, given=None):
    dtype = ELEMENTS[TYPES[model.attributes.get("dtype", 1)]].dtype
    shape = list(model.attributes.get("shape", []))
    if given is not None:
        is_shape = model.attributes.get("input_as_shape", 0)
        shape = [int(n) for n in given] if is_shape else list(given.shape)
        shape += model.attributes.get("extra_shape", [])
    return np.full(shape, np.float32(model.attributes.get("value", 0))).astype(dtype)


def sum_of_squares(model, x, axes=None):
    if x.dtype != np.uint32:
        raise Unsupported("a type that others sum")
    given = model.attributes.get("axes") if axes is None else axes
    if given is None or len(given) == 0:
        if model.attributes.get("noop_with_empty_axes", 0):
            return (x.astype(object) ** 2 % (1 << 32)).astype(x.dtype)
        given = range(x.ndim)
    keeps = bool(model.attributes.get("keepdims", 1))
    squares = np.asarray(x.astype(object) ** 2, object)
    whole = np.sum(squares, tuple(int(a) for a in given), keepdims=keeps)
    return np.asarray(whole % (1 << 32)).astype(x.dtype)


def mean_variance(model, x):
    if model.opset < 9:
        raise Unsupported("the attributes of opset 1")
    axes = tuple(model.attributes.get("axes", [0, 2, 3]))
    z = x.astype(F)
    z = z - z.mean(axes, keepdims=True)
    return (z / (np.sqrt((z**2).mean(axes, keepdims=True)) + 1e-9)).astype(x.dtype)


def global_norm(model, x):
    p, axes = model.attributes.get("p", 2), tuple(range(2, x.ndim))
    sums = (np.abs(x.astype(F)) ** p).sum(axes, keepdims=True)
    return (sums ** (1 / p)).astype(x.dtype)


def root_mean_square(model, x, scale):
    first = model.attributes.get("axis", -1) % x.ndim
    squares = (x.astype(F) ** 2).mean(tuple(range(first, x.ndim)), keepdims=True)
    factor = 1 / np.sqrt(squares + _single(model, "epsilon", 1e-5))
    return (x.astype(F) * factor * scale.astype(F)).astype(scale.dtype), factor.astype(np.float32)


def mul_integer(model, a, zero_a, b, zero_b=None):
    wide = [x.astype(np.int64) for x in (a, b)]
    for k, zero in enumerate((zero_a, zero_b)):
        if zero is not None:
            wide[k] = wide[k] - int(np.reshape(zero, ()))
    return (wide[0] * wide[1]).astype(np.int32)


def quantized_mean(model, x, x_scale, x_zero, y_scale, y_zero=None):
    zeros = [0 if z is None else int(np.reshape(z, ())) for z in (x_zero, y_zero)]
    real = (x.astype(F) - zeros[0]) * F(np.reshape(x_scale, ()))
    keeps = bool(model.attributes["keepdims"])
    axes = tuple(model.attributes["axes"]) or tuple(range(x.ndim))
    mean = np.asarray(real.mean(axes, keepdims=keeps))
    ends = np.iinfo(x.dtype)
    steps = np.rint(mean / F(np.reshape(y_scale, ()))) + zeros[1]
    return np.clip(steps, ends.min, ends.max).astype(x.dtype)


FORMULAS = {
    "Affine": affine, "Scale": scale, "ScaledTanh": scaled_tanh,
    "ParametricSoftplus": parametric_softplus, "ImageScaler": image_scaler,
    "ConstantFill": constant_fill, "ReduceSumSquare": sum_of_squares,
    "MeanVarianceNormalization": mean_variance, "GlobalLpPool": global_norm, "com.microsoft.MulInteger": mul_integer,
    "com.microsoft.SimplifiedLayerNormalization": root_mean_square,
    "com.microsoft.QLinearReduceMean": quantized_mean,
}  # fmt: skip
