"""Windows over bytes: QLinearAveragePool, QLinearGlobalAveragePool, NhwcMaxPool, QLinearConv."""

from collections.abc import Iterator
from itertools import product as places

import numpy as np

from ..case import Case, clear_of_ties, seeded
from .quantized import INT8, UINT8, codes, numbers, pair, quantised, zero_of


def placed(
    extents: tuple[int, ...],
    kernel: list[int],
    strides: list[int],
    dilations: list[int],
    pads: list[int] | None = None,
    auto_pad: str = "NOTSET",
    ceil_mode: int = 0,
) -> list[tuple[int, int, int]]:
    """For each axis how many windows there are, and the padding before and after it."""
    found = []
    rank = len(kernel)
    for axis, extent in enumerate(extents):
        span = (kernel[axis] - 1) * dilations[axis] + 1
        stride = strides[axis]
        if auto_pad.startswith("SAME"):
            count = -(-extent // stride)
            total = max(0, (count - 1) * stride + span - extent)
            before = total // 2 if auto_pad == "SAME_UPPER" else total - total // 2
            found.append((count, before, total - before))
            continue
        before, after = (pads[axis], pads[axis + rank]) if pads else (0, 0)
        free = extent + before + after - span
        count = free // stride + 1
        if ceil_mode and free % stride and count * stride < extent + before:
            count += 1
        found.append((count, before, after))
    return found


def windows(
    extents: tuple[int, ...], attributes: dict
) -> Iterator[tuple[tuple[int, ...], list[list[int]], int]]:
    """Each window's place, its taps' positions by axis, and its cells in the padded image."""
    kernel = attributes["kernel_shape"]
    rank = len(kernel)
    strides = attributes.get("strides", [1] * rank)
    dilations = attributes.get("dilations", [1] * rank)
    axes = placed(
        extents, kernel, strides, dilations, attributes.get("pads"),
        attributes.get("auto_pad", "NOTSET"), attributes.get("ceil_mode", 0),
    )
    for place in places(*(range(count) for count, _, _ in axes)):
        taps, cells = [], 1
        for axis, o in enumerate(place):
            start = o * strides[axis] - axes[axis][1]
            reach = [start + k * dilations[axis] for k in range(kernel[axis])]
            cells *= sum(p < extents[axis] + axes[axis][2] for p in reach)
            taps.append(reach)
        yield place, taps, cells


def inside(taps: list[list[int]], extents: tuple[int, ...]) -> list[list[int]]:
    return [[p for p in reach if 0 <= p < e] for reach, e in zip(taps, extents)]


def counts(extents: tuple[int, ...], attributes: dict) -> tuple[int, ...]:
    last = [place for place, _, _ in windows(extents, attributes)][-1]
    return tuple(o + 1 for o in last)


def average_case(
    name: str, shape: tuple[int, ...], attributes: dict, dtype: type = UINT8, last: bool = False
) -> Case:
    """`shape` has channels second."""
    x, y = (0.0213, zero_of(dtype, 121)), (0.0127, zero_of(dtype, 130))
    extents = shape[2:]

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        bytes_ = codes(random, shape, dtype)
        values = numbers(bytes_, x)
        means = np.zeros(shape[:2] + counts(extents, attributes))
        for place, taps, cells in windows(extents, attributes):
            part = values[np.ix_(*map(range, shape[:2]), *inside(taps, extents))]
            part = part.reshape(*shape[:2], -1)
            divisor = cells if attributes.get("count_include_pad") else part.shape[-1]
            means[(slice(None), slice(None)) + place] = part.sum(-1) / divisor
        is_whole = attributes["kernel_shape"] == list(extents) and not any(
            attributes.get("pads", [])
        )
        result, distance = quantised(means, y, dtype, adds_first=not is_whole)
        given = np.moveaxis(bytes_, 1, -1) if last else bytes_
        moved = np.moveaxis(result, 1, -1) if last else result
        settings = attributes | ({"channels_last": 1} if last else {})
        inputs = [np.ascontiguousarray(given), *pair(x, dtype), *pair(y, dtype)]
        outputs = [np.ascontiguousarray(moved)]
        return Case("QLinearAveragePool", name, inputs, outputs, settings), distance

    return clear_of_ties(f"QLinearAveragePool/{name}", draw)


def averages() -> Iterator[Case]:
    square = {"kernel_shape": [3, 3]}
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        for last in (False, True):
            side = "last" if last else "second"

            def each(name: str, shape: tuple[int, ...], settings: dict) -> Case:
                return average_case(f"{word}_{side}_{name}", shape, settings, dtype, last)

            yield each("plain", (1, 2, 6, 7), square)
            yield each("pads", (1, 3, 6, 6), square | {"pads": [1, 1, 1, 1]})
            yield each(
                "counts", (2, 2, 5, 6), square | {"pads": [1, 0, 1, 2], "count_include_pad": 1}
            )
            yield each("strides", (1, 2, 9, 8), square | {"strides": [2, 3]})
            yield each("upper", (1, 2, 7, 6), square | {"auto_pad": "SAME_UPPER"})
            yield each(
                "lower", (1, 2, 7, 7), square | {"auto_pad": "SAME_LOWER", "strides": [2, 2]}
            )
            yield each("ceil", (1, 2, 8, 7), square | {"strides": [2, 2], "ceil_mode": 1})
            yield each("whole", (1, 5, 4, 6), {"kernel_shape": [4, 6]})
            yield each("one_axis", (2, 3, 13), {"kernel_shape": [4], "strides": [2]})
            yield each("three_axes", (1, 2, 4, 5, 4), {"kernel_shape": [2, 3, 2]})
        wide = {"kernel_shape": [5, 5], "strides": [5, 4], "pads": [2, 2, 2, 2]}
        yield average_case(f"{word}_large", (1, 2, 65, 67), wide, dtype)


def global_case(
    name: str, shape: tuple[int, ...], dtype: type = UINT8, last: bool = False, wide: bool = False
) -> Case:
    x, y = (0.0213, zero_of(dtype, 121)), (0.0117, zero_of(dtype, 129))

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        bytes_ = codes(random, shape, dtype)
        axes = tuple(range(1, len(shape) - 1) if last else range(2, len(shape)))
        result, distance = quantised(numbers(bytes_, x).mean(axes, keepdims=True), y, dtype)
        size = (1,) if wide else ()
        inputs = [bytes_, *pair(x, dtype, size), *pair(y, dtype, size)]
        attributes = {"channels_last": 1} if last else {}
        return Case("QLinearGlobalAveragePool", name, inputs, [result], attributes), distance

    return clear_of_ties(f"QLinearGlobalAveragePool/{name}", draw)


def globals_() -> Iterator[Case]:
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        for shape in ((1, 3, 4, 5), (2, 5, 7, 7), (3, 4, 9), (1, 130, 3, 3), (1, 2, 3, 4, 5)):
            label = "x".join(map(str, shape))
            yield global_case(f"{word}_{label}", shape, dtype)
            yield global_case(f"{word}_{label}_last", shape, dtype, last=True)
        yield global_case(f"{word}_vectors", (1, 3, 6, 6), dtype, wide=True)
        yield global_case(f"{word}_large", (1, 7, 130, 257), dtype)


def greatest_case(
    name: str, shape: tuple[int, ...], attributes: dict, dtype: type = UINT8
) -> Case:
    """`shape` has channels last."""
    x = codes(seeded(f"NhwcMaxPool/{name}"), shape, dtype)
    extents = shape[1:-1]
    y = np.zeros((shape[0], *counts(extents, attributes), shape[-1]), dtype)
    for place, taps, _ in windows(extents, attributes):
        part = x[np.ix_(range(shape[0]), *inside(taps, extents), range(shape[-1]))]
        y[(slice(None),) + place] = part.max(tuple(range(1, len(shape) - 1)))
    return Case("NhwcMaxPool", name, [x], [y], attributes)


def greatest() -> Iterator[Case]:
    square = {"kernel_shape": [3, 3]}
    for dtype in (UINT8, INT8):
        word = dtype.__name__
        for name, shape, settings in (
            ("plain", (1, 6, 7, 3), square),
            ("strides", (2, 9, 8, 2), square | {"strides": [2, 3]}),
            ("pads", (1, 6, 6, 5), square | {"pads": [1, 2, 1, 0]}),
            ("dilations", (1, 9, 9, 3), square | {"dilations": [2, 3]}),
            ("ceil", (1, 8, 7, 3), square | {"strides": [2, 2], "ceil_mode": 1}),
            ("upper", (1, 7, 6, 3), square | {"auto_pad": "SAME_UPPER"}),
            ("lower", (1, 7, 7, 3), square | {"auto_pad": "SAME_LOWER", "strides": [2, 2]}),
            ("valid", (1, 7, 7, 3), square | {"auto_pad": "VALID"}),
            ("one_axis", (2, 13, 4), {"kernel_shape": [4], "strides": [3]}),
            ("three_axes", (1, 4, 5, 6, 2), {"kernel_shape": [2, 3, 2]}),
            ("large", (1, 33, 65, 67), square | {"strides": [2, 2], "pads": [1, 1, 1, 1]}),
        ):
            yield greatest_case(f"{word}_{name}", shape, settings, dtype)


def convolution_case(
    name: str,
    shape: tuple[int, ...],
    filters: int,
    attributes: dict,
    dtype: type = UINT8,
    w_dtype: type = INT8,
    last: bool = False,
    bias: bool = False,
    by_filter: bool = False,
) -> Case:
    """`shape` has channels second. Weights keep to 7 bits, which onnxruntime multiplies exactly."""
    group = attributes.get("group", 1)
    kernel = attributes["kernel_shape"]
    x, y = (0.02, zero_of(dtype, 125)), (1.7, zero_of(dtype, 126))
    extents = shape[2:]
    each = filters // group

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        bytes_ = codes(random, shape, dtype)
        low, high = (-64, 64) if w_dtype is INT8 else (0, 128)
        w = random.integers(low, high, (filters, shape[1] // group, *kernel)).astype(w_dtype)
        scales = random.uniform(0.01, 0.03, filters if by_filter else 1).astype(np.float32)
        w_zero = 0 if w_dtype is INT8 else 60
        addend = random.integers(-500, 500, filters).astype(np.int32) if bias else None
        centred = bytes_.astype(np.int64) - x[1]
        sums = np.zeros((shape[0], filters, *counts(extents, attributes)), np.int64)
        for place, taps, _ in windows(extents, attributes):
            reach = [range(len(t)) for t in taps]
            for tap in places(*reach):
                at = tuple(t[k] for t, k in zip(taps, tap))
                if not all(0 <= p < e for p, e in zip(at, extents)):
                    continue
                for f in range(filters):
                    first = f // each * (shape[1] // group)
                    part = centred[(slice(None), slice(first, first + shape[1] // group)) + at]
                    weights = w[(f, slice(None)) + tap].astype(np.int64) - w_zero
                    sums[(slice(None), f) + place] += part @ weights
        if addend is not None:
            sums += addend.reshape(1, -1, *[1] * len(extents))
        wide = np.broadcast_to(scales.astype(np.float64), (filters,))
        wide = wide.reshape(1, -1, *[1] * len(extents))
        result, distance = quantised(sums * wide * np.float64(np.float32(x[0])), y, dtype)
        given = np.moveaxis(bytes_, 1, -1) if last else bytes_
        moved = np.moveaxis(result, 1, -1) if last else result
        size = (filters,) if by_filter else ()
        inputs = [
            np.ascontiguousarray(given), *pair(x, dtype), w, scales.reshape(size),
            np.full(size, w_zero, w_dtype), *pair(y, dtype), addend,
        ]
        settings = attributes | ({"channels_last": 1} if last else {})
        outputs = [np.ascontiguousarray(moved)]
        return Case("QLinearConv", name, inputs, outputs, settings), distance

    return clear_of_ties(f"QLinearConv/{name}", draw)


def convolutions() -> Iterator[Case]:
    square = {"kernel_shape": [3, 3]}
    for last in (False, True):
        side = "last" if last else "second"
        for dtype, w_dtype in ((UINT8, INT8), (UINT8, UINT8), (INT8, INT8)):
            word = f"{side}_{dtype.__name__}_{w_dtype.__name__}"
            given = {"dtype": dtype, "w_dtype": w_dtype, "last": last}
            yield convolution_case(f"{word}_plain", (1, 3, 5, 6), 4, square, **given)
            padded = square | {"pads": [1, 1, 1, 1], "strides": [2, 2]}
            yield convolution_case(f"{word}_pads", (1, 4, 7, 6), 3, padded, bias=True, **given)
            yield convolution_case(
                f"{word}_filters", (2, 2, 5, 5), 5, square, by_filter=True, bias=True, **given
            )
        given = {"last": last}
        yield convolution_case(f"{side}_groups", (1, 6, 5, 5), 4, square | {"group": 2}, **given)
        yield convolution_case(f"{side}_depthwise", (1, 5, 6, 6), 5, square | {"group": 5}, **given)
        yield convolution_case(
            f"{side}_dilations", (1, 2, 8, 8), 3, square | {"dilations": [2, 2]}, **given
        )


def cases() -> Iterator[Case]:
    yield from averages()
    yield from globals_()
    yield from greatest()
    yield from convolutions()
