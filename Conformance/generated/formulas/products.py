"""Sums of products."""

import numpy as np
from wonnx_adapter import Unsupported

F = np.float64


def activated(model, y):
    """What a fused operator does to its sum; parameters are float32 numbers."""
    name = model.attributes.get("activation", "")
    given = model.attributes.get("activation_params")
    names = ["activation_alpha", "activation_beta"]
    if given is None:
        given = [model.attributes[key] for key in names if key in model.attributes]
    a, b = [F(np.float32(number)) for number in [*given, 0, 0][:2]]
    y = np.asarray(y, F)
    match name:
        case "":
            return y
        case "Relu":
            return np.maximum(y, 0)
        case "Tanh":
            return np.tanh(y)
        case "Sigmoid":
            return np.where(y < 0, np.exp(np.minimum(y, 0)), 1) / (1 + np.exp(-np.abs(y)))
        case "Softplus":
            return np.maximum(y, 0) + np.log1p(np.exp(-np.abs(y)))
        case "Softsign":
            return y / (1 + np.abs(y))
        case "LeakyRelu":
            return np.where(y < 0, a * y, y)
        case "Elu":
            return np.where(y < 0, a * np.expm1(np.minimum(y, 0)), y)
        case "ThresholdedRelu":
            return np.where(y > a, y, 0)
        case "HardSigmoid":
            return np.clip(a * y + b, 0, 1)
        case "HardSwish":
            return y * np.clip(y / 6 + 0.5, 0, 1)
        case "Clip":
            return np.clip(y, a, b)
    raise ValueError(f"no formula of '{name}'")


def quantized(model, a, a_scale, a_zero, b, b_scale, b_zero, y_scale, y_zero):
    """Of float8, whose numbers are inside of their types' ranges."""
    if a.dtype.kind in "iu":
        raise Unsupported("integers, which others multiply")
    left, right = a.astype(F) - a_zero.astype(F), b.astype(F) - b_zero.astype(F)
    y = left @ right * (a_scale.astype(F) * b_scale.astype(F) / y_scale.astype(F))
    return (y + y_zero.astype(F)).astype(y_zero.dtype)


def fused_gemm(model, a, b, c=None):
    a = a.T if model.attributes.get("transA", 0) else a
    b = b.T if model.attributes.get("transB", 0) else b
    alpha, beta = (F(np.float32(model.attributes.get(name, 1))) for name in ("alpha", "beta"))
    if a.dtype.kind in "iu":
        bits = 8 * a.dtype.itemsize
        whole = a.astype(object) @ b.astype(object) * int(alpha)
        whole = whole + (0 if c is None else int(beta) * c.astype(object))
        y = (np.asarray(whole, object) % (1 << bits)).astype(f"u{a.dtype.itemsize}").astype(a.dtype)
        if model.attributes["activation"] != "Relu":
            raise ValueError("integers have Relu alone")
        return np.maximum(y, np.zeros((), y.dtype))
    y = alpha * (a.astype(F) @ b.astype(F))
    y = y + (0 if c is None else beta * c.astype(F))
    return activated(model, y).astype(a.dtype)


def transposed_product(model, a, b):
    def operand(x, name):
        x = x.astype(F)
        if model.attributes.get(f"transBatch{name}", 0) and x.ndim > 2:
            x = np.moveaxis(x, 0, -2)
        return x.swapaxes(-1, -2) if model.attributes.get(f"trans{name}", 0) and x.ndim > 1 else x

    alpha = F(np.float32(model.attributes.get("alpha", 1)))
    return np.asarray(alpha * np.matmul(operand(a, "A"), operand(b, "B"))).astype(a.dtype)


FORMULAS = {
    "QLinearMatMul": quantized, "com.microsoft.FusedGemm": fused_gemm,
    "com.microsoft.TransposeMatMul": transposed_product,
}  # fmt: skip
