"""FusedMatMul, TransposeMatMul, FusedGemm, FusedConv: sums with what follows them."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..case import Array, Case, seeded

F = np.float64


def _draw(key: str, *shape: int) -> np.ndarray:
    return seeded(key).standard_normal(shape).astype(np.float32)


def _single(value: float) -> float:
    return float(np.float32(value))


def activated(x: np.ndarray, name: str, a: float = 0, b: float = 0) -> np.ndarray:
    a, b = _single(a), _single(b)
    formulas: dict[str, Callable[[], np.ndarray]] = {
        "": lambda: x,
        "Relu": lambda: np.maximum(x, 0),
        "Tanh": lambda: np.tanh(x),
        "Sigmoid": lambda: 1 / (1 + np.exp(-x)),
        "Softplus": lambda: np.log1p(np.exp(x)),
        "Softsign": lambda: x / (1 + np.abs(x)),
        "LeakyRelu": lambda: np.where(x < 0, a * x, x),
        "Elu": lambda: np.where(x < 0, a * np.expm1(np.minimum(x, 0)), x),
        "ThresholdedRelu": lambda: np.where(x > a, x, 0),
        "HardSigmoid": lambda: np.clip(a * x + b, 0, 1),
        "HardSwish": lambda: x * np.clip(x / 6 + 0.5, 0, 1),
        "Clip": lambda: np.clip(x, a, b),
    }
    return formulas[name]()


def _operand(x: np.ndarray, transposes: bool, moves: bool) -> np.ndarray:
    x = x.astype(F)
    if moves and x.ndim > 2:
        x = np.moveaxis(x, 0, -2)
    return x.swapaxes(-1, -2) if transposes and x.ndim > 1 else x


def _product(
    operator: str, name: str, a: np.ndarray, b: np.ndarray, **settings: float
) -> Case:
    left = _operand(a, bool(settings.get("transA")), bool(settings.get("transBatchA")))
    right = _operand(b, bool(settings.get("transB")), bool(settings.get("transBatchB")))
    y = _single(settings.get("alpha", 1)) * np.matmul(left, right)
    constants = (1,) if name.endswith("constant") else ()
    return Case(operator, name, [a, b], [np.asarray(y, a.dtype)], settings, constants)


def products(operator: str) -> Iterator[Case]:
    plain = {
        "plane": ((4, 6), (6, 5)), "stack": ((2, 4, 6), (2, 6, 5)), "one_b": ((2, 4, 6), (6, 5)),
        "broadcast": ((2, 1, 4, 6), (3, 6, 5)), "row": ((6,), (6, 5)), "column": ((4, 6), (6,)),
        "large": ((130, 257), (257, 65)), "deep": ((3, 700), (700, 9)), "one": ((1, 1), (1, 1)),
    }  # fmt: skip
    for name, (left, right) in plain.items():
        a, b = _draw(f"{operator}/{name}/a", *left), _draw(f"{operator}/{name}/b", *right)
        yield _product(operator, name, a, b)
        yield _product(operator, f"{name}_alpha", a, b, alpha=0.375)
    a, b = _draw(f"{operator}/a", 2, 7, 6), _draw(f"{operator}/b", 2, 6, 5)
    yield _product(operator, "trans_a", a.swapaxes(1, 2).copy(), b, transA=1)
    yield _product(operator, "trans_b", a, b.swapaxes(1, 2).copy(), transB=1, alpha=-2.0)
    both = (a.swapaxes(1, 2).copy(), b.swapaxes(1, 2).copy())
    yield _product(operator, "trans_both", *both, transA=1, transB=1, alpha=0.125)
    yield _product(operator, "trans_of_rank_one", a[0, 0], b[0], transA=1)
    yield _product(operator, "half", a.astype(np.float16), b.astype(np.float16), alpha=0.5)
    wide = (_draw(f"{operator}/wide a", 3, 64, 130), _draw(f"{operator}/wide b", 3, 70, 130))
    yield _product(operator, "scores", *wide, transB=1, alpha=0.0877)
    yield _product(operator, "trans_b_constant", wide[0], wide[1][0], transB=1)
    yield _product(operator, "stack_constant", a, b[0], alpha=3.0)
    if operator == "FusedMatMul":
        yield _product(operator, "double", a.astype(F), b.astype(F), alpha=0.25)
        moved = np.moveaxis(a, -2, 0).copy()
        yield _product(operator, "batch_a", moved, b, transBatchA=1)
        yield _product(operator, "batch_b", a, np.moveaxis(b, -2, 0).copy(), transBatchB=1)
        four = _draw("four", 4, 2, 3, 6)
        yield _product(
            operator, "batch_and_trans", four, _draw("four b", 4, 2, 3, 5),
            transBatchA=1, transA=1, transBatchB=1, alpha=0.5,
        )  # fmt: skip
    else:
        yield _product(operator, "empty_stack", a[:0], b[:0])


GEMM_ACTIVATIONS: dict[str, Sequence[float]] = {
    "Relu": (), "Tanh": (), "Sigmoid": (), "Softplus": (), "Softsign": (), "LeakyRelu": (0.1,),
    "Elu": (0.7,), "ThresholdedRelu": (0.5,), "HardSigmoid": (0.3, 0.4),
}  # fmt: skip


def gemms() -> Iterator[Case]:
    def case(
        name: str, a: np.ndarray, b: np.ndarray, c: Array, activation: str, **settings: float
    ) -> Case:
        numbers = GEMM_ACTIVATIONS[activation]
        keys = ("activation_alpha", "activation_beta")
        left = a.astype(F).T if settings.get("transA") else a.astype(F)
        right = b.astype(F).T if settings.get("transB") else b.astype(F)
        y = _single(settings.get("alpha", 1)) * (left @ right)
        if c is not None:
            y = y + _single(settings.get("beta", 1)) * c.astype(F)
        given = {"activation": activation, **dict(zip(keys, numbers)), **settings}
        y = activated(y, activation, *numbers).astype(a.dtype)
        return Case("FusedGemm", name, [a, b, c], [y], given)

    a, b = _draw("gemm a", 4, 6), _draw("gemm b", 6, 5)
    c = _draw("gemm c", 5)
    for activation in GEMM_ACTIVATIONS:
        yield case(activation.lower(), a, b, c, activation)
        large = (_draw("gemm large a", 65, 257), _draw("gemm large b", 257, 33) / 16)
        yield case(f"{activation.lower()}_large", *large, None, activation)
    yield case("without_c", a, b, None, "Relu")
    for name, shape in {
        "scalar": (), "one": (1,), "column": (4, 1), "row": (1, 5), "whole": (4, 5)
    }.items():
        yield case(f"c_{name}", a, b, _draw(f"c/{name}", *shape), "Relu", beta=0.5)
    yield case("trans", a.T.copy(), b.T.copy(), c, "Tanh", transA=1, transB=1)
    yield case("trans_b", a, b.T.copy(), c, "LeakyRelu", transB=1, alpha=0.5, beta=-1.0)
    yield case("half", *(x.astype(np.float16) for x in (a, b, c)), "Relu")


CONV_ACTIVATIONS: dict[str, Sequence[float]] = {
    "": (), "Relu": (), "Tanh": (), "Sigmoid": (), "HardSwish": (), "LeakyRelu": (0.2,),
    "Clip": (-0.5, 0.75), "HardSigmoid": (0.25, 0.4),
}  # fmt: skip


def convolved(x: np.ndarray, w: np.ndarray, settings: dict) -> np.ndarray:
    """X [N, C, D…] under W [M, C / group, K…], by a node's attributes, in double precision."""
    axes = x.ndim - 2
    kernel, group = w.shape[2:], settings.get("group", 1)
    strides = settings.get("strides", [1] * axes)
    dilations = settings.get("dilations", [1] * axes)
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilations)]
    pads = settings.get("pads", [0] * 2 * axes)
    low, high = list(pads[:axes]), list(pads[axes:])
    if settings.get("auto_pad", "NOTSET").startswith("SAME"):
        for i in range(axes):
            out = -(-x.shape[2 + i] // strides[i])
            need = max(0, (out - 1) * strides[i] + reach[i] - x.shape[2 + i])
            small = need // 2
            is_upper = settings["auto_pad"] == "SAME_UPPER"
            low[i], high[i] = (small, need - small) if is_upper else (need - small, small)
    padded = np.pad(x.astype(F), [(0, 0), (0, 0), *zip(low, high)])
    extents = [(padded.shape[2 + i] - reach[i]) // strides[i] + 1 for i in range(axes)]
    y = np.zeros((x.shape[0], w.shape[0], *extents))
    maps, channels = w.shape[0] // group, w.shape[1]
    for tap in np.ndindex(*kernel):
        window = tuple(
            slice(t * d, t * d + (e - 1) * s + 1, s)
            for t, d, e, s in zip(tap, dilations, extents, strides)
        )
        for g in range(group):
            own = padded[(slice(None), slice(g * channels, (g + 1) * channels), *window)]
            weights = w[(slice(g * maps, (g + 1) * maps), slice(None), *tap)].astype(F)
            y[:, g * maps : (g + 1) * maps] += np.einsum("nc...,mc->nm...", own, weights)
    return y


def convolutions() -> Iterator[Case]:
    def case(
        name: str, x: np.ndarray, w: np.ndarray, b: Array, adds: bool, activation: str, **settings
    ) -> Case:
        y = convolved(x, w, settings)
        if b is not None:
            y = y + b.astype(F).reshape(-1, *[1] * (x.ndim - 2))
        z = _draw(f"conv z/{name}", *y.shape) if adds else None
        y = y if z is None else y + z
        numbers = CONV_ACTIVATIONS[activation]
        given = dict(settings)
        if activation:
            given["activation"] = activation
        if numbers:
            given["activation_params"] = list(numbers)
        y = activated(y, activation, *numbers).astype(x.dtype)
        return Case("FusedConv", name, [x, w, b, z], [y], given)

    x, w = _draw("conv x", 2, 4, 7, 9), _draw("conv w", 6, 4, 3, 3) / 4
    b = _draw("conv b", 6)
    for activation in CONV_ACTIVATIONS:
        name = activation.lower() or "none"
        yield case(name, x, w, b, False, activation)
        yield case(f"{name}_added", x, w, b, True, activation, pads=[1, 1, 1, 1])
    yield case("without_b", x, w, None, True, "Relu")
    line = (_draw("line", 2, 3, 17), _draw("line w", 4, 3, 5), _draw("lb", 4))
    yield case("line", *line, True, "Relu")
    yield case(
        "cube", _draw("cube", 1, 2, 4, 5, 6), _draw("cube w", 3, 2, 2, 3, 2), None, False, "Relu"
    )
    yield case("strides", x, w, b, False, "Relu", strides=[2, 3])
    yield case("dilations", x, w, b, True, "Tanh", dilations=[2, 3])
    grouped = _draw("grouped w", 6, 2, 3, 3)
    yield case("group", x, grouped, b, False, "Relu", group=2)
    depthwise = (_draw("depth x", 1, 8, 10, 10), _draw("depth w", 8, 1, 3, 3))
    yield case("depthwise", *depthwise, None, False, "Clip", group=8, pads=[1, 1, 1, 1])
    yield case("same_upper", x, w, b, False, "Relu", auto_pad="SAME_UPPER", strides=[2, 2])
    yield case("same_lower", x, w, b, True, "Relu", auto_pad="SAME_LOWER", strides=[2, 2])
    point = (_draw("point x", 1, 64, 12, 12), _draw("point w", 33, 64, 1, 1) / 8)
    yield case("pointwise", *point, _draw("point b", 33), True, "HardSwish")


def cases() -> Iterator[Case]:
    yield from products("FusedMatMul")
    yield from products("TransposeMatMul")
    yield from gemms()
    yield from convolutions()
