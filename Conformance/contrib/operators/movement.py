"""Small operators that ai.onnx has too, and CDist."""

from collections.abc import Iterator

import numpy as np

from ..case import Array, Case, seeded

F = np.float64


def _draw(key: str, *shape: int) -> np.ndarray:
    return seeded(key).standard_normal(shape).astype(np.float32)


def triangles() -> Iterator[Case]:
    shapes = {"square": (4, 4), "wide": (3, 6), "tall": (6, 3), "stack": (2, 3, 4), "one": (1, 1)}
    for name, shape in shapes.items():
        for upper in (0, 1):
            for k in (None, -2, 0, 1):
                x = _draw(f"trilu/{name}", *shape)
                y = np.triu(x, k or 0) if upper else np.tril(x, k or 0)
                given: Array = None if k is None else np.array(k, np.int64)
                label = f"{name}_{'upper' if upper else 'lower'}_{'' if k is None else k}"
                yield Case("Trilu", label, [x, given], [y], {"upper": upper})
    x = np.arange(12, dtype=np.int64).reshape(3, 4)
    yield Case("Trilu", "integers", [x], [np.triu(x)])


def dims() -> Iterator[Case]:
    for name, shape in {"plane": (2, 3), "vector": (4,), "cube": (2, 1, 3)}.items():
        x = _draw(f"expand dims/{name}", *shape)
        for axis in range(-len(shape) - 1, len(shape) + 1):
            given = np.array(axis, np.int32)
            y = np.expand_dims(x, axis)
            yield Case("ExpandDims", f"{name}_{axis}", [x, given], [y], constants=(1,))
    x = np.arange(6, dtype=np.int64)
    one = np.array([0], np.int32)
    yield Case("ExpandDims", "axis_of_rank_one", [x, one], [x[None]], constants=(1,))
    last = np.array(-1, np.int32)
    yield Case("ExpandDims", "integers", [x, last], [x[:, None]], constants=(1,))


def gathers() -> Iterator[Case]:
    x = _draw("gather", 3, 4, 5)
    for dtype in (np.int32, np.int64):
        for depth in (1, 2, 3):
            for name, shape in {"vector": (), "row": (6,), "plane": (2, 3)}.items():
                limits = np.array(x.shape[:depth])
                numbers = seeded(f"gather/{dtype.__name__}/{depth}/{name}")
                indices = numbers.integers(-limits, limits, (*shape, depth)).astype(dtype)
                y = x[tuple(np.moveaxis(indices, -1, 0))]
                label = f"{name}_{depth}_{dtype.__name__}"
                yield Case("GatherND", label, [x, indices], [y])
    integers = np.arange(6, dtype=np.int64).reshape(2, 3)
    where = np.array([[1, 2], [0, 0]], np.int32)
    yield Case("GatherND", "integers", [integers, where], [np.array([5, 0])])
    yield Case("GatherND", "double", [x.astype(F), where], [x.astype(F)[[1, 0], [2, 0]]])


def pads() -> Iterator[Case]:
    for name, shape, amounts in (
        ("plane", (2, 3), (1, 0, 0, 2)), ("line", (5,), (2, 1)),
        ("cube", (2, 3, 4), (0, 1, 2, 1, 0, 1)),
        ("wide", (3, 130), (1, 7, 0, 9)), ("four", (2, 1, 3, 2), (0, 0, 1, 0, 1, 0, 1, 1)),
    ):  # fmt: skip
        x = _draw(f"pad/{name}", *shape)
        around = np.array(amounts, np.int64)
        pairs = list(zip(amounts[: len(shape)], amounts[len(shape) :]))
        for mode in ("constant", "edge", "reflect"):
            if mode == "reflect" and any(max(p) >= n for p, n in zip(pairs, shape)):
                continue
            y = np.pad(x, pairs, mode)
            given = {"mode": mode}
            yield Case("Pad", f"{name}_{mode}", [x, around], [y], given, constants=(1,))
        value = np.array([2.5], np.float32)
        y = np.pad(x, pairs, constant_values=2.5)
        yield Case("Pad", f"{name}_value", [x, around, value], [y], constants=(1,))
        less = np.zeros_like(around)
        less[-1] = -1
        yield Case("Pad", f"{name}_less", [x, less], [x[..., :-1].copy()], constants=(1,))


def unique(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first of equal elements stands for them; a NaN equals no other."""
    found, where, counts = [], [], []
    for value in x:
        if value not in found:
            found.append(value)
            counts.append(0)
        where.append(found.index(value))
        counts[where[-1]] += 1
    y = np.empty(len(found), x.dtype)
    y[:] = found
    return y, np.array(where, np.int64), np.array(counts, np.int64)


def uniques() -> Iterator[Case]:
    lists = {
        "plain": [2, 1, 1, 3, 2], "one": [5], "same": [4] * 6, "sorted": [1, 2, 3],
        "reverse": [3, 2, 1],
        "signs": [-1, 1, -1, 0, 1], "fractions": [0.5, 0.25, 0.5],
    }  # fmt: skip
    drawn = {f"drawn_{n}": seeded(f"unique/{n}").integers(0, n, 2 * n) for n in range(2, 14)}
    drawn["large"] = seeded("unique large").integers(0, 200, 1000)
    for name, values in {**lists, **drawn}.items():
        x = np.array(values, np.float32)
        yield Case("Unique", name, [x], list(unique(x)))


def distances() -> Iterator[Case]:
    shapes = {
        "plain": (2, 3, 4), "one": (1, 1, 1), "row": (1, 5, 3), "column": (5, 1, 3),
        "wide": (3, 4, 257),
        "many": (65, 33, 7), "long": (2, 2, 2000),
    }  # fmt: skip
    for name, (rows, columns, depth) in shapes.items():
        a, b = _draw(f"cdist/{name}/a", rows, depth), _draw(f"cdist/{name}/b", columns, depth)
        for kind in (np.float32, np.float64):
            x, w = a.astype(kind), b.astype(kind)
            y = ((x.astype(F)[:, None] - w.astype(F)[None]) ** 2).sum(2)
            label = f"{name}_{kind.__name__}"
            yield Case("CDist", label, [x, w], [y.astype(kind)])
            root = np.sqrt(y).astype(kind)
            yield Case("CDist", f"{label}_root", [x, w], [root], {"metric": "euclidean"})


def unfoldings() -> Iterator[Case]:
    for name, shape in {"line": (9,), "plane": (4, 7), "cube": (3, 5, 6)}.items():
        x = _draw(f"unfold/{name}", *shape)
        for axis in range(-1, len(shape)):
            for size, step in ((1, 1), (3, 1), (3, 2), (2, 4)):
                windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=axis)
                every = [slice(None)] * len(shape)
                every[axis] = slice(None, None, step)
                given = {"dim": axis, "size": size, "step": step}
                label = f"{name}_{axis}_{size}_{step}"
                yield Case("UnfoldTensor", label, [x], [windows[tuple(every)].copy()], given)


def ranges() -> Iterator[Case]:
    for kind in (np.float32, np.float64, np.int16, np.int32, np.int64):
        for name, numbers in {
            "up": (1, 6), "none": (3, 3), "backwards": (4, 1), "steps": (1, 9, 3),
            "down": (5, -4, -2), "long": (0, 700, 1),
        }.items():  # fmt: skip
            inputs: list[Array] = [np.array(number, kind) for number in numbers]
            y = np.arange(*numbers).astype(kind)
            given = tuple(range(len(inputs)))
            yield Case("Range", f"{name}_{kind.__name__}", inputs, [y], constants=given)
    fractions: list[Array] = [np.array(number, np.float32) for number in (0.5, 3, 0.25)]
    y = np.arange(0.5, 3, 0.25, np.float32)
    yield Case("Range", "fractions", fractions, [y], constants=(0, 1, 2))


def cases() -> Iterator[Case]:
    yield from triangles()
    yield from dims()
    yield from gathers()
    yield from pads()
    yield from uniques()
    yield from distances()
    yield from unfoldings()
    yield from ranges()
