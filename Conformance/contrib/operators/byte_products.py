"""Products of bytes, and what bytes are to numbers.

DynamicQuantizeMatMul, MatMulIntegerToFloat, QGemm; QuantizeLinear and DequantizeLinear.
"""

from collections.abc import Iterator

import ml_dtypes
import numpy as np

from ..case import Case, clear_of_ties, seeded
from .quantized import INT8, UINT8, margin, pair, quantised, zero_of


def spread(
    draw: np.random.Generator, shape: tuple[int, ...], low: float, high: float
) -> np.ndarray:
    """Numbers of a range, ends included, near the middles of DynamicQuantizeLinear's steps."""
    scale = (np.float32(high) - np.float32(low)) / np.float32(255)
    steps = draw.integers(round(low / scale), round(high / scale) + 1, shape)
    x = np.clip((steps + draw.uniform(-0.3, 0.3, shape)) * scale, low, high)
    flat = x.astype(np.float32).reshape(-1)
    flat[0], flat[-1] = low, high
    return flat.reshape(shape)


def dynamic(x: np.ndarray) -> tuple[np.ndarray, float, int]:
    """Bytes, scale and zero point as DynamicQuantizeLinear has them, in float32."""
    low = np.minimum(np.float32(0), x.min(initial=0)).astype(np.float32)
    high = np.maximum(np.float32(0), x.max(initial=0)).astype(np.float32)
    scale = (high - low) / np.float32(255)
    if scale == 0:
        return np.zeros(x.shape, np.int64), 0.0, 0
    zero = int(np.clip(np.rint(-low / scale), 0, 255))
    bytes_ = np.clip(np.rint(x / scale) + zero, 0, 255).astype(np.int64)
    return bytes_, float(scale), zero


def weights(draw: np.random.Generator, shape: tuple[int, ...], dtype: type) -> np.ndarray:
    """Signed ones keep to 7 bits, which onnxruntime multiplies exactly on every CPU."""
    low, high = (-64, 64) if dtype is INT8 else (0, 256)
    return draw.integers(low, high, shape).astype(dtype)


def by_column(
    draw: np.random.Generator, columns: int, dtype: type, is_one: bool
) -> tuple[np.ndarray, np.ndarray]:
    size = () if is_one else (columns,)
    low, high = (-20, 20) if dtype is INT8 else (100, 150)
    scales = np.asarray(draw.uniform(0.005, 0.02, size)).astype(np.float32)
    return scales, np.asarray(draw.integers(low, high, size)).astype(dtype)


def centred(x: np.ndarray, zero: np.ndarray | int | None) -> np.ndarray:
    return x.astype(np.int64) - (0 if zero is None else np.asarray(zero).astype(np.int64))


def dynamic_case(
    name: str,
    left: tuple[int, ...],
    right: tuple[int, ...],
    dtype: type = INT8,
    is_one: bool = True,
    zero: bool = True,
    bias: bool = False,
    ends: tuple[float, float] = (-2.0, 3.0),
    constant: bool = False,
) -> Case:
    draw = seeded(f"DynamicQuantizeMatMul/{name}")
    a = spread(draw, left, *ends) if any(ends) else np.zeros(left, np.float32)
    b = weights(draw, right, dtype)
    scale, point = by_column(draw, right[-1], dtype, is_one)
    addend = draw.normal(size=right[-1]).astype(np.float32) if bias else None
    bytes_, a_scale, a_zero = dynamic(a)
    sums = np.matmul(bytes_ - a_zero, centred(b, point if zero else None))
    y = sums * (a_scale * scale.astype(np.float64))
    if addend is not None:
        y = y + addend.astype(np.float64)
    inputs = [a, b, scale, point if zero else None, addend]
    fixed = (1,) if constant else ()
    return Case("DynamicQuantizeMatMul", name, inputs, [y.astype(np.float32)], constants=fixed)


def dynamics() -> Iterator[Case]:
    for dtype in (INT8, UINT8):
        word = dtype.__name__
        yield dynamic_case(f"{word}_plain", (4, 6), (6, 5), dtype)
        yield dynamic_case(f"{word}_row", (1, 70), (70, 33), dtype, bias=True, constant=True)
        yield dynamic_case(f"{word}_batch", (2, 3, 6), (6, 5), dtype)
        yield dynamic_case(f"{word}_columns", (4, 6), (6, 5), dtype, is_one=False)
        yield dynamic_case(f"{word}_no_zero", (4, 6), (6, 5), dtype, zero=False)
        yield dynamic_case(f"{word}_bias", (3, 8), (8, 7), dtype, bias=True)
        yield dynamic_case(f"{word}_positive", (3, 8), (8, 7), dtype, ends=(0.0, 5.0))
        yield dynamic_case(f"{word}_negative", (3, 8), (8, 7), dtype, ends=(-5.0, 0.0))
        yield dynamic_case(f"{word}_zeros", (3, 8), (8, 7), dtype, bias=True, ends=(0.0, 0.0))
        yield dynamic_case(f"{word}_stacks", (2, 3, 6), (2, 6, 5), dtype)
        yield dynamic_case(
            f"{word}_large", (130, 257), (257, 67), dtype, is_one=False, bias=True, constant=True
        )


def float_case(
    name: str,
    left: tuple[int, ...],
    right: tuple[int, ...],
    a_dtype: type = UINT8,
    b_dtype: type = INT8,
    is_one: bool = True,
    zeros: str = "both",
    bias: bool = False,
    constant: bool = False,
    dtype: str = "float32",
) -> Case:
    draw = seeded(f"MatMulIntegerToFloat/{name}")
    element = np.dtype(dtype)
    ends = np.iinfo(a_dtype)
    a = draw.integers(ends.min, ends.max + 1, left).astype(a_dtype)
    b = weights(draw, right, b_dtype)
    a_scale = np.array(0.013, element)
    b_scale, b_zero = by_column(draw, right[-1], b_dtype, is_one)
    b_scale = b_scale.astype(element)
    a_zero = np.array(zero_of(a_dtype, 131), a_dtype) if zeros in ("both", "left") else None
    if zeros not in ("both", "right"):
        b_zero = None
    addend = draw.normal(size=right[-1]).astype(element) if bias else None
    sums = np.matmul(centred(a, a_zero), centred(b, b_zero))
    y = sums * (a_scale.astype(np.float64) * b_scale.astype(np.float64))
    if addend is not None:
        y = y + addend.astype(np.float64)
    inputs = [a, b, a_scale, b_scale, a_zero, b_zero, addend]
    fixed = (1,) if constant else ()
    return Case("MatMulIntegerToFloat", name, inputs, [y.astype(element)], constants=fixed)


def floats() -> Iterator[Case]:
    for a_dtype, b_dtype in ((UINT8, INT8), (UINT8, UINT8), (INT8, INT8)):
        word = f"{a_dtype.__name__}_{b_dtype.__name__}"
        types = {"a_dtype": a_dtype, "b_dtype": b_dtype}
        yield float_case(f"{word}_plain", (4, 6), (6, 5), **types)
        yield float_case(f"{word}_columns", (4, 6), (6, 5), is_one=False, **types)
        yield float_case(f"{word}_left_zero", (4, 6), (6, 5), zeros="left", **types)
        yield float_case(f"{word}_right_zero", (4, 6), (6, 5), zeros="right", **types)
        yield float_case(f"{word}_no_zeros", (2, 3, 6), (6, 5), zeros="", bias=True, **types)
        yield float_case(f"{word}_stacks", (2, 3, 6), (2, 6, 5), bias=True, **types)
        yield float_case(
            f"{word}_large", (130, 257), (257, 67), is_one=False, bias=True, constant=True, **types
        )
    yield float_case("row", (1, 300), (300, 130), constant=True)
    yield float_case("half", (4, 60), (60, 7), dtype="float16", bias=True)


def gemm_case(
    name: str,
    extents: tuple[int, int, int],
    a_dtype: type = UINT8,
    b_dtype: type = INT8,
    turns: tuple[int, int] = (0, 0),
    alpha: float | None = None,
    c: tuple[int, ...] | None = None,
    is_one: bool = True,
    result: type | None = None,
    constant: bool = False,
) -> Case:
    rows, depth, columns = extents
    y_point = (1.3, zero_of(result, 121) if result else 0)

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        ends = np.iinfo(a_dtype)
        a = random.integers(ends.min, ends.max + 1, (rows, depth)).astype(a_dtype)
        b = weights(random, (depth, columns), b_dtype)
        b_scale, b_zero = by_column(random, columns, b_dtype, is_one)
        a_point = (0.013, zero_of(a_dtype, 120))
        addend = None if c is None else random.integers(-900, 900, c).astype(np.int32)
        sums = centred(a, a_point[1]) @ centred(b, b_zero)
        if addend is not None:
            sums = sums + addend
        factor = np.float64(np.float32(1 if alpha is None else alpha))
        y = sums * (factor * np.float64(np.float32(0.013)) * b_scale.astype(np.float64))
        distance = 0.5
        inputs = [
            a.T.copy() if turns[0] else a, *pair(a_point, a_dtype),
            b.T.copy() if turns[1] else b, b_scale, b_zero, addend,
        ]
        if result is None:
            output = y.astype(np.float32)
        else:
            output, distance = quantised(y, y_point, result)
            inputs += pair(y_point, result)
        attributes = {"transA": turns[0], "transB": turns[1]}
        if alpha is not None:
            attributes["alpha"] = alpha
        fixed = (3,) if constant else ()
        return Case("QGemm", name, inputs, [output], attributes, fixed), distance

    return clear_of_ties(f"QGemm/{name}", draw)


def gemms() -> Iterator[Case]:
    extents = (4, 6, 5)
    for a_dtype, b_dtype in ((UINT8, INT8), (UINT8, UINT8), (INT8, INT8)):
        word = f"{a_dtype.__name__}_{b_dtype.__name__}"
        types = {"a_dtype": a_dtype, "b_dtype": b_dtype}
        yield gemm_case(f"{word}_plain", extents, **types)
        yield gemm_case(f"{word}_quantised", extents, result=a_dtype, **types)
        yield gemm_case(f"{word}_columns", extents, is_one=False, c=(5,), **types)
        yield gemm_case(
            f"{word}_columns_quantised", extents, is_one=False, c=(4, 5), result=a_dtype, **types
        )
        for turns in ((1, 0), (0, 1), (1, 1)):
            name = f"{word}_turned{turns[0]}{turns[1]}"
            yield gemm_case(name, extents, turns=turns, c=(1, 5), result=a_dtype, **types)
    yield gemm_case("alpha", extents, alpha=0.37, c=(5,))
    yield gemm_case("alpha_column", extents, alpha=2.5, c=(4, 1))
    yield gemm_case("one_c", extents, c=(1,), result=UINT8)
    yield gemm_case("constant_turned", (3, 70, 33), turns=(0, 1), c=(33,), constant=True)
    yield gemm_case("large", (130, 257, 67), turns=(0, 1), c=(67,), is_one=False, constant=True)
    yield gemm_case("row", (1, 512, 10), c=(10,), result=UINT8, constant=True)


# QuantizeLinear and DequantizeLinear of this domain

ENDS = {
    "uint8": (0, 255), "int8": (-128, 127), "uint16": (0, 65535), "int16": (-32768, 32767),
    "uint4": (0, 15), "int4": (-8, 7), "int32": (-1000, 1000),
}


def typed(values: np.ndarray, kind: str) -> np.ndarray:
    return values.astype(getattr(ml_dtypes, kind) if kind.endswith("t4") else np.dtype(kind))


def along(values: np.ndarray, shape: tuple[int, ...], axis: int) -> np.ndarray:
    return values.reshape([-1 if k == axis else 1 for k in range(len(shape))])


def scale_case(
    operator: str,
    name: str,
    kind: str,
    shape: tuple[int, ...],
    axis: int | None = None,
    is_one: bool = False,
    size: tuple[int, ...] = (),
    has_zero: bool = True,
    dtype: str = "float32",
) -> Case:
    draw_is_exact = operator == "DequantizeLinear"
    low, high = ENDS[kind]
    place = (1 if axis is None else axis) % max(len(shape), 1)
    attributes = {} if axis is None else {"axis": axis}

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        count = 1 if is_one else shape[place]
        scales = random.uniform(0.5, 2, count).astype(np.float32)
        if dtype == "float16":
            scales = 2.0 ** random.integers(-3, 3, count)
        points = random.integers(low // 4, high // 4 + 1, count) * has_zero
        exact = scales.astype(np.float64)
        wide = exact[0] if is_one else along(exact, shape, place)
        zero = points[0] if is_one else along(points, shape, place)
        steps = random.integers(low - 9, high + 10, shape) if not draw_is_exact else None
        given_size = size if is_one else (count,)
        given = [scales.astype(dtype).reshape(given_size)]
        if has_zero:
            given.append(typed(points.reshape(given_size), kind))
        if draw_is_exact:
            codes = np.asarray(random.integers(low, high + 1, shape))
            y = np.asarray(((codes - zero) * wide).astype(dtype))
            inputs = [np.asarray(typed(codes, kind)), *given]
            fixed = ((0, 2) if has_zero else (0,)) if kind.endswith("t4") else ()
            return Case(operator, name, inputs, [y], attributes, fixed), 0.5
        x = ((steps - zero + random.uniform(-0.3, 0.3, shape)) * wide).astype(dtype)
        quotients = x.astype(np.float64) / wide
        y = np.clip(np.rint(quotients) + zero, low, high)
        fixed = (2,) if kind.endswith("t4") else ()
        why = "onnxruntime gives Python no arrays of four bits" if fixed else ""
        inputs, outputs = [np.asarray(x), *given], [np.asarray(typed(y, kind))]
        case = Case(operator, name, inputs, outputs, attributes, fixed, reason=why)
        return case, margin(quotients)

    return clear_of_ties(f"{operator}/{name}", draw)


def scales() -> Iterator[Case]:
    for operator in ("QuantizeLinear", "DequantizeLinear"):
        kinds = ["uint8", "int8", "uint16", "int16", "uint4", "int4"]
        for kind in kinds + (["int32"] if operator == "DequantizeLinear" else []):
            yield scale_case(operator, f"{kind}_one", kind, (3, 5), is_one=True)
            yield scale_case(operator, f"{kind}_default_axis", kind, (2, 3, 5))
            yield scale_case(operator, f"{kind}_axis0", kind, (4, 7), 0)
        yield scale_case(operator, "last_axis", "uint8", (2, 3, 5), -1)
        yield scale_case(operator, "vector_of_one", "uint8", (3, 5), is_one=True, size=(1,))
        yield scale_case(operator, "no_zero", "uint8", (3, 5), is_one=True, has_zero=False)
        yield scale_case(operator, "no_zero_axis", "uint8", (3, 5), 0, has_zero=False)
        yield scale_case(operator, "half", "uint8", (3, 5), is_one=True, dtype="float16")
        yield scale_case(operator, "scalar", "int8", (), is_one=True)
        yield scale_case(operator, "empty", "uint8", (0, 3), is_one=True)
        yield scale_case(operator, "large", "int8", (130, 257), 1)


def cases() -> Iterator[Case]:
    yield from dynamics()
    yield from floats()
    yield from gemms()
    yield from scales()
