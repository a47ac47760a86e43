"""DynamicQuantizeLSTM: the long short-term memory with weights in bytes."""

from collections.abc import Iterator

import numpy as np

from ..case import Case, clear_of_ties
from .byte_products import centred, weights
from .quantized import INT8, UINT8, margin

FUNCTIONS = {
    "Sigmoid": lambda v: 1 / (1 + np.exp(-v)),
    "Tanh": np.tanh,
    "Relu": lambda v: np.maximum(v, 0),
}


class Bytes:
    """Numbers in bytes by their own range, in float32, and how near to a tie one of them was."""

    def __init__(self) -> None:
        self.distance = 0.5

    def __call__(self, x: np.ndarray) -> tuple[np.ndarray, float, int]:
        narrow = x.astype(np.float32)
        low = np.minimum(np.float32(0), narrow.min(initial=0))
        high = np.maximum(np.float32(0), narrow.max(initial=0))
        scale = (high - low) / np.float32(255)
        if scale == 0:
            return np.zeros(x.shape, np.int64), 0.0, 0
        inner = narrow[(narrow != low) & (narrow != high)]
        # The ends' quotients are what the zero point is.
        for quotients in (inner / scale, np.atleast_1d(-low / scale)):
            whole = quotients[quotients != np.rint(quotients)]
            self.distance = min(self.distance, margin(whole.astype(np.float64)))
        zero = int(np.clip(np.rint(-low / scale), 0, 255))
        return np.clip(np.rint(narrow / scale) + zero, 0, 255).astype(np.int64), float(scale), zero


def memory(
    x: np.ndarray,
    matrices: tuple[np.ndarray, ...],
    scales: tuple[np.ndarray, ...],
    zeros: tuple[np.ndarray, ...],
    hidden: int,
    reverses: list[bool],
    bias: np.ndarray | None,
    lengths: np.ndarray | None,
    initial: tuple[np.ndarray | None, np.ndarray | None],
    peepholes: np.ndarray | None,
    functions: list[str],
    clip: float | None,
    couples: bool,
) -> tuple[list[np.ndarray], float]:
    steps, batch, _ = x.shape
    spans = np.full(batch, steps) if lengths is None else lengths
    longest = int(spans.max(initial=0))
    y = np.zeros((steps, len(reverses), batch, hidden))
    ends = np.zeros((2, len(reverses), batch, hidden))
    to_bytes = Bytes()

    def product(rows: tuple[np.ndarray, float, int], k: int, d: int) -> np.ndarray:
        bytes_, scale, zero = rows
        sums = (bytes_ - zero) @ centred(matrices[k][d], zeros[k][d])
        return sums * (scale * scales[k][d].astype(np.float64))

    inputs = to_bytes(x[:longest])
    for d, from_end in enumerate(reverses):
        f, g, h = (FUNCTIONS[name] for name in functions[3 * d : 3 * d + 3])
        both = np.zeros((2, 4 * hidden)) if bias is None else bias[d].reshape(2, -1)
        p = np.zeros((3, hidden)) if peepholes is None else peepholes[d].reshape(3, -1)
        none = np.zeros((batch, hidden))
        state, cell = (none.copy() if s is None else s[d].astype(float) for s in initial)
        whole = product(inputs, 0, d)
        bound = (lambda v: v) if clip is None else (lambda v: np.clip(v, -clip, clip))
        for step in range(longest):
            # A sequence that has ended is still there for one step, and 0 after it.
            seen = np.where((step <= spans)[:, None], state, 0)
            recurrent = product(to_bytes(seen), 1, d)
            for b in np.flatnonzero(step < spans):
                t = spans[b] - 1 - step if from_end else step
                sums = whole[t, b] + recurrent[b] + both.astype(np.float64).sum(0)
                i, o, forget, c = sums.reshape(4, hidden)
                i = f(bound(i + p[0] * cell[b]))
                forget = 1 - i if couples else f(bound(forget + p[2] * cell[b]))
                cell[b] = forget * cell[b] + i * g(bound(c))
                o = f(bound(o + p[1] * cell[b]))
                state[b] = o * h(cell[b])
                y[t, d, b] = state[b]
        ends[0, d], ends[1, d] = (np.where((spans > 0)[:, None], s, 0) for s in (state, cell))
    return [y, ends[0], ends[1]], to_bytes.distance


def case(
    name: str,
    extents: tuple[int, int, int, int] = (4, 2, 3, 5),
    direction: str = "forward",
    dtype: type = INT8,
    bias: bool = False,
    lengths: list[int] | None = None,
    initial: bool = False,
    peepholes: bool = False,
    functions: list[str] | None = None,
    clip: float | None = None,
    couples: bool = False,
    by_column: bool = False,
    constant: bool = False,
    outputs: tuple[int, ...] = (0, 1, 2),
) -> Case:
    steps, batch, width, hidden = extents
    reverses = {"forward": [False], "reverse": [True], "bidirectional": [False, True]}[direction]
    count = len(reverses)

    def draw(random: np.random.Generator) -> tuple[Case, float]:
        x = random.normal(size=(steps, batch, width)).astype(np.float32)
        w = weights(random, (count, width, 4 * hidden), dtype)
        r = weights(random, (count, hidden, 4 * hidden), dtype)
        size = (count, 4 * hidden) if by_column else (count,)
        scales = [random.uniform(0.005, 0.015, size).astype(np.float32) for _ in range(2)]
        if dtype is UINT8:
            zeros = [np.full(size, random.integers(90, 160), dtype) for _ in range(2)]
        elif by_column:
            zeros = [np.zeros(size, dtype) for _ in range(2)]
        else:
            zeros = [random.integers(-9, 10, size).astype(dtype) for _ in range(2)]
        b = random.normal(size=(count, 8 * hidden)).astype(np.float32) if bias else None
        spans = np.array(lengths, np.int32) if lengths is not None else None
        states = [
            random.normal(size=(count, batch, hidden)).astype(np.float32) if initial else None
            for _ in range(2)
        ]
        p = random.normal(size=(count, 3 * hidden)).astype(np.float32) if peepholes else None
        names = functions or ["Sigmoid", "Tanh", "Tanh"] * count
        results, distance = memory(
            x, (w, r), tuple(scales), tuple(zeros), hidden, reverses, b, spans, tuple(states), p,
            names, clip, couples,
        )
        attributes = {"hidden_size": hidden, "direction": direction}
        if functions:
            attributes["activations"] = functions
        if clip is not None:
            attributes["clip"] = clip
        if couples:
            attributes["input_forget"] = 1
        inputs = [x, w, r, b, spans, *states, p, scales[0], zeros[0], scales[1], zeros[1]]
        # onnxruntime wants its weights, scales and zero points constant.
        fixed = (1, 2, 8, 9, 10, 11) if constant else ()
        kept = [results[k].astype(np.float32) if k in outputs else None for k in range(3)]
        return Case("DynamicQuantizeLSTM", name, inputs, kept, attributes, fixed), distance

    return clear_of_ties(f"DynamicQuantizeLSTM/{name}", draw)


def cases() -> Iterator[Case]:
    for dtype in (INT8, UINT8):
        word = dtype.__name__
        yield case(f"{word}_plain", dtype=dtype)
        yield case(f"{word}_reverse", direction="reverse", dtype=dtype)
        yield case(f"{word}_both_ways", direction="bidirectional", dtype=dtype, bias=True)
        yield case(f"{word}_bias", dtype=dtype, bias=True)
        yield case(f"{word}_initial", dtype=dtype, initial=True)
        yield case(f"{word}_peepholes", dtype=dtype, bias=True, peepholes=True)
        yield case(f"{word}_columns", dtype=dtype, by_column=True)
        yield case(
            f"{word}_columns_both_ways", direction="bidirectional", dtype=dtype, by_column=True
        )
        yield case(f"{word}_constant", dtype=dtype, constant=True, bias=True)
        yield case(f"{word}_wide", (3, 1, 70, 33), dtype=dtype, constant=True)
    yield case("lengths", (5, 3, 3, 4), lengths=[5, 2, 4])
    yield case("lengths_reverse", (5, 3, 3, 4), "reverse", lengths=[3, 5, 1])
    yield case("lengths_both_ways", (5, 3, 3, 4), "bidirectional", lengths=[3, 1, 4], bias=True)
    yield case("lengths_short", (6, 2, 3, 4), lengths=[3, 2], initial=True)
    yield case("length_of_none", (4, 3, 3, 4), lengths=[0, 4, 2])
    yield case("clip", clip=0.3, bias=True)
    yield case("couples", couples=True, bias=True)
    yield case("clip_couples_peepholes", clip=0.5, couples=True, peepholes=True, bias=True)
    yield case("functions", functions=["Sigmoid", "Relu", "Tanh"])
    yield case(
        "functions_both_ways", direction="bidirectional",
        functions=["Sigmoid", "Tanh", "Relu", "Sigmoid", "Relu", "Tanh"],
    )
    yield case("one_step", (1, 1, 4, 3))
    yield case("only_sequence", outputs=(0,))
    yield case("only_states", outputs=(1, 2))
    yield case("long", (40, 1, 5, 6), bias=True, constant=True)
