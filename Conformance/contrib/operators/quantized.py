"""The QLinear family: bytes that stand for numbers, one scale and zero point a tensor."""

from collections.abc import Callable, Iterator

import numpy as np

from ..case import Case, clear_of_ties, seeded

Point = tuple[float, int]
UINT8, INT8 = np.uint8, np.int8


def numbers(codes: np.ndarray, point: Point) -> np.ndarray:
    scale, zero = point
    return (codes.astype(np.float64) - zero) * np.float64(np.float32(scale))


def margin(quotients: np.ndarray) -> float:
    """The least distance to where rounding turns."""
    finite = quotients[np.abs(quotients) < 1e5]
    distance = np.abs(finite - np.floor(finite) - 0.5)
    return float(distance.min()) if finite.size else 0.5


def quantised(
    x: np.ndarray, point: Point, dtype: type, adds_first: bool = False
) -> tuple[np.ndarray, float]:
    """Bytes, and how far their numbers are from ties; the zero point is added first or last."""
    scale, zero = point
    quotients = np.asarray(x) / np.float64(np.float32(scale))
    steps = np.rint(quotients + zero) if adds_first else np.rint(quotients) + zero
    ends = np.iinfo(dtype)
    return np.clip(steps, ends.min, ends.max).astype(dtype), margin(quotients)


def codes(
    draw: np.random.Generator, shape: tuple[int, ...], dtype: type
) -> np.ndarray:
    ends = np.iinfo(dtype)
    return draw.integers(ends.min, ends.max + 1, shape).astype(dtype)


def pair(point: Point, dtype: type, shape: tuple[int, ...] = ()) -> list[np.ndarray]:
    scale, zero = point
    return [np.full(shape, scale, np.float32), np.full(shape, zero, dtype)]


def zero_of(dtype: type, value: int) -> int:
    return value if dtype is UINT8 else value - 128


# Both operands


def pairing(
    operator: str,
    name: str,
    left: tuple[int, ...],
    right: tuple[int, ...],
    dtype: type = UINT8,
    points: tuple[Point, Point, Point] | None = None,
    has_zero: bool = True,
) -> Case:
    # Thirds are never near a tie, whatever the bytes.
    third = {"QLinearAdd": (0.02, 0.04, 0.06), "QLinearMul": (0.25, 0.5, 0.375)}[operator]
    default = tuple(
        (scale, zero_of(dtype, zero)) for scale, zero in zip(third, (120, 133, 127))
    )
    a, b, c = points or default
    if not has_zero:
        c = (c[0], 0)

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        x, y = codes(random, left, dtype), codes(random, right, dtype)
        first, second = numbers(x, a), numbers(y, b)
        exact = first + second if operator == "QLinearAdd" else first * second
        result, distance = quantised(exact, c, dtype, adds_first=True)
        inputs = [x, *pair(a, dtype), y, *pair(b, dtype), *pair(c, dtype)]
        return Case(operator, name, inputs if has_zero else inputs[:-1], [result]), distance

    return clear_of_ties(f"{operator}/{name}", draw)


def pairings() -> Iterator[Case]:
    for operator in ("QLinearAdd", "QLinearMul"):
        for dtype in (UINT8, INT8):
            word = dtype.__name__
            yield pairing(operator, f"{word}_plain", (3, 5), (3, 5), dtype)
            yield pairing(operator, f"{word}_row", (4, 7), (7,), dtype)
            yield pairing(operator, f"{word}_both_ways", (4, 1, 5), (3, 1), dtype)
            yield pairing(operator, f"{word}_one", (2, 3, 5), (), dtype)
            yield pairing(operator, f"{word}_one_left", (1,), (37,), dtype)
            yield pairing(operator, f"{word}_large", (130, 257), (130, 257), dtype)
            yield pairing(operator, f"{word}_large_row", (130, 257), (257,), dtype)
            yield pairing(operator, f"{word}_no_zero", (2, 9), (2, 9), dtype, has_zero=False)
            uneven = tuple((s, zero_of(dtype, z)) for s, z in ((0.013, 3), (0.7, 250), (0.21, 9)))
            yield pairing(operator, f"{word}_uneven", (11, 13), (11, 1), dtype, uneven)
        yield pairing(operator, "scalars", (), ())
        yield pairing(operator, "empty", (0, 3), (1, 3))
        for zero in (8, 9):
            halves = ((0.5, 0), (0.5, 0), (1.0, zero))
            if operator == "QLinearMul":
                halves = ((0.5, 0), (1.0, 0), (1.0, zero))
            yield tie(operator, f"ties_at_zero_{zero}", halves)


def tie(operator: str, name: str, points: tuple[Point, Point, Point]) -> Case:
    a, b, c = points
    x, y = np.arange(40, dtype=UINT8), np.ones(40, UINT8)
    first, second = numbers(x, a), numbers(y, b)
    exact = first + second if operator == "QLinearAdd" else first * second
    result, _ = quantised(exact, c, UINT8, adds_first=True)
    inputs = [x, *pair(a, UINT8), y, *pair(b, UINT8), *pair(c, UINT8)]
    return Case(operator, name, inputs, [result])


# One operand


def unary(
    operator: str,
    name: str,
    f: Callable[[np.ndarray], np.ndarray],
    x: Point,
    y: Point,
    shape: tuple[int, ...] = (16, 16),
    dtype: type = UINT8,
    attributes: dict | None = None,
    has_x_zero: bool = True,
    wide_shape: tuple[int, ...] = (),
) -> Case:
    x = (x[0], zero_of(dtype, x[1]) if has_x_zero else 0)
    y = (y[0], zero_of(dtype, y[1]))

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        # A little off, so that another draw has other numbers.
        own = (float(np.float32(x[0] * random.uniform(0.99, 1.01))), x[1])
        bytes_ = codes(random, shape, dtype)
        result, distance = quantised(f(numbers(bytes_, own)), y, dtype)
        scale, zero = pair(own, dtype, wide_shape)
        inputs = [bytes_, scale, zero if has_x_zero else None, *pair(y, dtype, wide_shape)]
        return Case(operator, name, inputs, [result], attributes or {}), distance

    return clear_of_ties(f"{operator}/{name}", draw)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def unaries() -> Iterator[Case]:
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        for name, x, y in (
            ("plain", (0.05, 128), (1 / 256, 0)),
            ("odd_zero", (0.05, 77), (1 / 200, 13)),
            ("coarse", (0.5, 200), (1 / 7, 100)),
            ("fine", (0.001, 0), (1 / 511, 5)),
            ("steep", (3.0, 128), (1 / 255, 0)),
        ):
            yield unary("QLinearSigmoid", f"{word}_{name}", sigmoid, x, y, dtype=dtype)
        for shape in ((), (1,), (3, 5, 7), (0, 4), (33, 130)):
            label = "x".join(map(str, shape)) or "scalar"
            point = (0.04, 120), (1 / 250, 3)
            yield unary(
                "QLinearSigmoid", f"{word}_{label}", sigmoid, *point, shape=shape, dtype=dtype
            )
    yield unary(
        "QLinearSigmoid", "no_x_zero", sigmoid, (0.02, 0), (1 / 256, 0), has_x_zero=False
    )
    yield unary(
        "QLinearSigmoid", "vectors", sigmoid, (0.02, 9), (1 / 256, 2), wide_shape=(1,)
    )
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        for name, alpha in (
            ("default", None), ("tenth", 0.1), ("negative", -0.5), ("zero", 0.0), ("large", 3.0)
        ):
            slope = float(np.float32(0.01 if alpha is None else alpha))

            def leaky(x: np.ndarray, slope: float = slope) -> np.ndarray:
                return np.where(x < 0, slope * x, x)

            given = {} if alpha is None else {"alpha": alpha}
            for zero in (128, 51):
                yield unary(
                    "QLinearLeakyRelu", f"{word}_{name}_{zero}", leaky, (0.037, zero),
                    (0.0291, 40), dtype=dtype, attributes=given,
                )
            yield unary(
                "QLinearLeakyRelu", f"{word}_{name}_batch", leaky, (0.11, 130), (0.093, 19),
                (2, 3, 17), dtype, given,
            )


# Several operands


def concat(
    name: str, shapes: list[tuple[int, ...]], axis: int, dtype: type = UINT8, same: bool = False
) -> Case:
    y = (0.031, zero_of(dtype, 131))

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        inputs, results, distances = pair(y, dtype), [], [0.5]
        for number, shape in enumerate(shapes):
            scale = float(np.float32(random.uniform(0.01, 0.06)))
            point = y if same else (scale, zero_of(dtype, 100 + 17 * number))
            x = codes(random, shape, dtype)
            bytes_, distance = quantised(numbers(x, point), y, dtype)
            distances.append(0.5 if same else distance)
            results.append(bytes_)
            inputs += [x, *pair(point, dtype)]
        result = np.concatenate(results, axis)
        return Case("QLinearConcat", name, inputs, [result], {"axis": axis}), min(distances)

    return clear_of_ties(f"QLinearConcat/{name}", draw)


def concats() -> Iterator[Case]:
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        yield concat(f"{word}_one", [(3, 4)], 1, dtype)
        yield concat(f"{word}_two", [(3, 4), (3, 5)], 1, dtype)
        yield concat(f"{word}_three", [(2, 3, 4), (5, 3, 4), (1, 3, 4)], 0, dtype)
        yield concat(f"{word}_last", [(2, 3, 4), (2, 3, 7)], -1, dtype)
        yield concat(f"{word}_middle", [(2, 3, 5), (2, 1, 5), (2, 4, 5)], 1, dtype)
        yield concat(f"{word}_same", [(6, 7), (6, 2)], 1, dtype, same=True)
        yield concat(f"{word}_vectors", [(9,), (4,), (1,)], 0, dtype)
        yield concat(f"{word}_empty", [(3, 0), (3, 5)], 1, dtype)
        yield concat(f"{word}_channels", [(1, 8, 9, 9), (1, 5, 9, 9)], 1, dtype)
        yield concat(f"{word}_large", [(130, 130), (130, 127)], 1, dtype)


def softmax(x: np.ndarray, axis: int) -> np.ndarray:
    powers = np.exp(x - x.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def softmax_case(
    name: str,
    shape: tuple[int, ...],
    axis: int | None,
    opset: int = 13,
    dtype: type = UINT8,
    x: Point = (0.05, 100),
    y: Point = (1 / 256, 0),
    rolls: bool = False,
    has_zero: bool = True,
) -> Case:
    x = (x[0], zero_of(dtype, x[1]) if has_zero else 0)
    y = (y[0], zero_of(dtype, y[1]))

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        bytes_ = codes(random, shape, dtype)
        if rolls:
            # Every row has the same shares, of which few are near a tie.
            bytes_ = np.stack([np.roll(bytes_[0], k) for k in range(shape[0])])
        values = numbers(bytes_, x)
        place = (-1 if axis is None else axis) % len(shape)
        if opset < 13:
            rows = int(np.prod(shape[:place]))
            shares = softmax(values.reshape(rows, -1), 1).reshape(shape)
        else:
            shares = softmax(values, place)
        result, distance = quantised(shares, y, dtype)
        attributes = {"opset": opset} | ({} if axis is None else {"axis": axis})
        scale, zero = pair(x, dtype)
        inputs = [bytes_, scale, zero if has_zero else None, *pair(y, dtype)]
        return Case("QLinearSoftmax", name, inputs, [result], attributes), distance

    return clear_of_ties(f"QLinearSoftmax/{name}", draw)


def softmaxes() -> Iterator[Case]:
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        yield softmax_case(f"{word}_plain", (4, 10), None, dtype=dtype)
        yield softmax_case(f"{word}_first_axis", (5, 6), 0, dtype=dtype)
        yield softmax_case(f"{word}_middle", (2, 5, 3), 1, dtype=dtype)
        yield softmax_case(f"{word}_negative", (2, 5, 3), -2, dtype=dtype)
        yield softmax_case(f"{word}_flattened", (3, 4, 5), 1, 12, dtype)
        yield softmax_case(f"{word}_flattened_last", (3, 4, 5), 2, 11, dtype)
        yield softmax_case(f"{word}_coarse", (3, 8), 1, x=(0.5, 130), y=(1 / 128, 9), dtype=dtype)
        yield softmax_case(f"{word}_one_share", (3, 1), 1, dtype=dtype)
        yield softmax_case(f"{word}_no_zero", (3, 9), 1, dtype=dtype, has_zero=False)
        yield softmax_case(f"{word}_large", (130, 257), 1, x=(0.02, 9), dtype=dtype, rolls=True)


def where_case(name: str, shapes: list[tuple[int, ...]], dtype: type = UINT8) -> Case:
    z = (0.03, zero_of(dtype, 111))

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        condition = random.integers(0, 2, shapes[0]).astype(bool)
        inputs, parts, distances = [condition], [], []
        for number, shape in enumerate(shapes[1:]):
            scale = float(np.float32(random.uniform(0.01, 0.06)))
            point = (scale, zero_of(dtype, 90 + 30 * number))
            x = codes(random, shape, dtype)
            bytes_, distance = quantised(numbers(x, point), z, dtype)
            parts.append(bytes_)
            distances.append(distance)
            inputs += [x, *pair(point, dtype)]
        result = np.where(condition, *parts)
        return Case("QLinearWhere", name, inputs + pair(z, dtype), [result]), min(distances)

    return clear_of_ties(f"QLinearWhere/{name}", draw)


def wheres() -> Iterator[Case]:
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        for name, shapes in (
            ("plain", [(3, 5), (3, 5), (3, 5)]),
            ("one_condition", [(1,), (3, 5), (3, 5)]),
            ("column", [(3, 1), (3, 5), (3, 5)]),
            ("one_x", [(3, 5), (1,), (3, 5)]),
            ("one_y", [(3, 5), (3, 5), (1,)]),
            ("rows", [(2, 3, 5), (5,), (3, 1)]),
            ("wider_condition", [(4, 3, 5), (3, 5), (3, 5)]),
            ("vectors", [(37,), (37,), (37,)]),
            ("image", [(1, 1, 9, 9), (1, 4, 9, 9), (1, 4, 9, 9)]),
            ("large", [(130, 257), (130, 257), (257,)]),
        ):
            yield where_case(f"{word}_{name}", shapes, dtype)


def mean_case(
    name: str,
    shape: tuple[int, ...],
    axes: list[int],
    keepdims: int = 1,
    dtype: type = UINT8,
) -> Case:
    """onnxruntime has no kernel of it: the formula stands alone."""
    x, y = (0.021, zero_of(dtype, 119)), (0.013, zero_of(dtype, 130))

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        bytes_ = codes(random, shape, dtype)
        over = tuple(axes) if axes else None
        means = numbers(bytes_, x).mean(over, keepdims=bool(keepdims))
        result, distance = quantised(means, y, dtype)
        attributes = {"axes": axes, "keepdims": keepdims}
        inputs = [bytes_, *pair(x, dtype), *pair(y, dtype)]
        why = "onnxruntime has no kernel of QLinearReduceMean"
        case = Case("QLinearReduceMean", name, inputs, [result], attributes, reason=why)
        return case, distance

    return clear_of_ties(f"QLinearReduceMean/{name}", draw)


def means() -> Iterator[Case]:
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        for keepdims in (0, 1):
            for axes in ([0], [1], [-1], [0, 2], [1, 2]):
                label = "_".join(map(str, axes)).replace("-", "m")
                name = f"{word}_{label}_keep{keepdims}"
                yield mean_case(name, (3, 5, 7), axes, keepdims, dtype)
        yield mean_case(f"{word}_large", (130, 257), [1], 1, dtype)


def products() -> Iterator[Case]:
    """MulInteger, of which onnxruntime has no kernel."""
    for dtype in (UINT8, INT8):
        for number, (left, right) in enumerate(
            (((3, 5), (3, 5)), ((3, 5), (5,)), ((4, 1), (1, 6)), ((), (7,)), ((130, 257), (257,)))
        ):
            for zeros in ((3, 100), (None, 7)):
                name = f"{dtype.__name__}_{number}_{'both' if zeros[0] else 'second'}"
                draw = seeded(f"MulInteger/{name}")
                a, b = codes(draw, left, dtype), codes(draw, right, dtype)
                c = (a.astype(np.int32) - (zeros[0] or 0)) * (b.astype(np.int32) - zeros[1])
                points = [None if z is None else np.array(z, dtype) for z in zeros]
                why = "onnxruntime has no kernel of MulInteger"
                inputs = [a, points[0], b, points[1]]
                yield Case("MulInteger", name, inputs, [c.astype(np.int32)], reason=why)


def cases() -> Iterator[Case]:
    yield from pairings()
    yield from unaries()
    yield from concats()
    yield from softmaxes()
    yield from wheres()
    yield from means()
    yield from products()
