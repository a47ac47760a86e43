"""GroupQueryAttention: query heads that share keys and values, with a cache."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ..case import LEAST_MARGIN, Array, Case, seeded
from .attention import angles, draw, join, rotated, split

F = np.float64
NAMES = (
    "query", "key", "value", "past_key", "past_value", "lengths", "total", "cos", "sin",
    "positions", "bias", "sink", "key_scale", "value_scale", "query_norm", "key_norm", "counts",
)  # fmt: skip


def unpacked(codes: np.ndarray, bits: int) -> np.ndarray:
    """The codes of a quantised cache."""
    if bits == 8:
        return codes.astype(F)
    pairs = np.stack([codes & 15, codes >> 4], -1)
    return pairs.reshape(*codes.shape[:-1], -1).astype(F) - 8


def packed(codes: np.ndarray, bits: int) -> np.ndarray:
    if bits == 8:
        return codes.astype(np.int8)
    nibbles = (codes + 8).astype(np.uint8)
    return nibbles[..., 0::2] | nibbles[..., 1::2] << 4


@dataclass
class Node:
    """A node's settings; `inputs` are by name."""

    heads: int
    shared: int
    inputs: dict[str, Array]
    settings: dict = field(default_factory=dict)
    margin: float = 1.0

    def get(self, name: str, default: float | str | None = None):
        return self.settings.get(name, default)

    @property
    def bits(self) -> int:
        if self.get("k_quant_type", "NONE") == "NONE":
            return 0
        return self.get("kv_cache_bit_width", 8)

    @property
    def window(self) -> int:
        return self.get("local_window_size", -1)

    def resident(self, length: int, rows: int) -> int:
        """Rows of a cache of the last positions that are in use after `length` of them."""
        if not self.get("sliding_window_cache", 0) or length <= rows:
            return length
        loss = rows - self.window + 1
        return length - loss * -(-(length - rows) // loss)

    def scales(self, name: str, size: int) -> np.ndarray:
        scale = self.inputs[name].astype(F).reshape(-1)
        shape = (self.shared, 1, size)
        return scale.reshape(shape) if scale.size > 1 else np.full(shape, scale[0])

    def codes(self, x: np.ndarray, scale: np.ndarray) -> np.ndarray:
        quotient = x / scale
        inside = np.abs(quotient) < 1e6
        gap = np.abs(quotient - np.floor(quotient) - 0.5)[inside]
        self.margin = min(self.margin, float(gap.min(initial=1.0)))
        least, greatest = (-8, 7) if self.bits == 4 else (-128, 127)
        return np.clip(np.rint(quotient), least, greatest)

    def outputs(self) -> list[np.ndarray]:
        """output, present_key, present_value, output_qk, in double or as codes."""
        given = self.inputs
        q = given["query"]
        if given.get("key") is None:
            size = q.shape[2] // (self.heads + 2 * self.shared)
            parts = np.split(q, [self.heads * size, (self.heads + self.shared) * size], axis=2)
        else:
            parts = [q, given["key"], given["value"]]
        q, k, v = (split(x, h) for x, h in zip(parts, (self.heads, self.shared, self.shared)))
        batch, new, size = q.shape[0], q.shape[2], q.shape[3]
        total = int(given["total"].reshape(-1)[0])
        past = given.get("past_key")
        rows = 0 if past is None else past.shape[2]
        is_sliding = bool(self.get("sliding_window_cache", 0))
        present = [np.zeros((batch, self.shared, rows if is_sliding else max(rows, total), size))]
        present.append(present[0].copy())
        used = []
        y = np.zeros((batch, self.heads, new, size))
        shown = np.zeros((batch, self.heads, new, total))
        is_first = new == total and given.get("counts") is None
        for b in range(batch):
            length = int(given["lengths"][b]) + 1
            there = new if is_first else min(new, length)
            if given.get("counts") is not None:
                there = int(given["counts"][b])
            before = 0 if is_first else length - there
            order = before + np.arange(new)
            queries, keys, values = q[b], k[b], v[b]
            if self.get("do_rotary", 0):
                turn = self.positions(b, order, is_first)
                tables = given["cos"], given["sin"], bool(self.get("rotary_interleaved", 0))
                queries, keys = rotated(queries, turn, *tables), rotated(keys, turn, *tables)
            kept = self.resident(before, rows)
            joined = []
            for fresh, name, scale in (
                (keys, "past_key", "key_scale"), (values, "past_value", "value_scale")
            ):  # fmt: skip
                old = np.zeros((self.shared, 0, size))
                if given.get(name) is not None:
                    old = given[name][b]
                    old = unpacked(old, self.bits) if self.bits else old.astype(F)
                if self.bits:
                    fresh = self.codes(fresh, self.scales(scale, size))
                joined.append(np.concatenate([old[:, :kept], fresh[:, :there]], 1))
            stays = self.resident(length, rows) if is_sliding else joined[0].shape[1]
            used.append(stays)
            for out, part in zip(present, joined):
                out[b, :, :stays] = part[:, part.shape[1] - stays :]
            if self.bits:
                joined = [
                    part * self.scales(name, size)
                    for part, name in zip(joined, ("key_scale", "value_scale"))
                ]
            first = before - kept
            seen_keys, seen_values = (part[:, : length - first] for part in joined)
            self.attend(
                b, queries, seen_keys, seen_values, order, range(first, length), y, shown,
                new if is_first else there,
            )  # fmt: skip
        if self.bits:
            present = [packed(x, self.bits) for x in present]
            for b, stays in enumerate(used):
                present[0][b, :, stays:] = present[1][b, :, stays:] = 0
        return [join(y), *present, shown]

    def positions(self, b: int, order: np.ndarray, is_first: bool) -> np.ndarray:
        ids = self.inputs.get("positions")
        if ids is not None:
            order = ids.reshape(-1)[0] + np.arange(order.size) if is_first else ids[b]
        return np.minimum(order, len(self.inputs["cos"]) - 1)

    def attend(
        self,
        b: int,
        q: np.ndarray,
        k: np.ndarray,
        v: np.ndarray,
        order: np.ndarray,
        columns: range,
        y: np.ndarray,
        shown: np.ndarray,
        there: int,
    ) -> None:
        keys = np.array(columns)[None]
        seen = np.full((order.size, keys.size), True)
        if self.get("causal", 1):
            seen = keys <= order[:, None]
        if self.window >= 0:
            seen = seen & (keys > order[:, None] - self.window)
        cap = float(np.float32(self.get("softcap", 0.0)))
        factor = float(np.float32(self.get("scale", 0.0))) or 1 / math.sqrt(q.shape[2])
        bias, sinks = self.inputs.get("bias"), self.inputs.get("sink")
        for head in range(self.heads):
            group = head * self.shared // self.heads
            scores = q[head] @ k[group].T * factor
            if cap:
                scores = cap * np.tanh(scores / cap)
            if bias is not None:
                plane = bias[b % bias.shape[0], head % bias.shape[1]].astype(F)
                scores = scores + plane[:, columns.start : columns.stop]
            sink = None
            if sinks is not None or self.get("smooth_softmax", -1) == 1:
                sink = 0.0 if sinks is None else float(sinks[head])
            masked = np.where(seen, scores, -np.inf)
            peak = masked.max(-1, keepdims=True) if sink is None else np.maximum(
                masked.max(-1, keepdims=True), sink
            )
            peak = np.where(np.isfinite(peak), peak, 0)
            weights = np.exp(masked - peak)
            sums = weights.sum(-1, keepdims=True) + (0 if sink is None else np.exp(sink - peak))
            weights = weights / np.where(sums == 0, 1, sums)
            y[b, head, :there] = (weights @ v[group])[:there]
            what = np.where(seen, scores, 0) if self.get("qk_output", 0) == 1 else weights
            shown[b, head, :there, columns.start : columns.stop] = what[:there]


def case(name: str, node: Node) -> Case:
    y, key, value, shown = node.outputs()
    dtype = node.inputs["query"].dtype
    if not node.bits:
        key, value = key.astype(dtype), value.astype(dtype)
    outputs: list[Array] = [y.astype(dtype), key, value]
    if node.get("qk_output", 0):
        outputs.append(shown.astype(dtype))
    settings = {"num_heads": node.heads, "kv_num_heads": node.shared, **node.settings}
    inputs = [node.inputs.get(name) for name in NAMES]
    return Case("GroupQueryAttention", name, inputs, outputs, settings)


@dataclass
class Step:
    """What a node is drawn from: new positions, a cache of `rows` rows, lengths of the batch."""

    new: int
    lengths: list[int]
    total: int
    rows: int | None = None
    heads: int = 4
    shared: int = 2
    size: int = 16
    half: int = 8

    def draw(
        self,
        key: str,
        settings: dict,
        packs: bool = False,
        dtype: type = np.float32,
        **extra: Array,
    ) -> Node:
        batch = len(self.lengths)
        widths = [self.heads * self.size] + 2 * [self.shared * self.size]
        q, k, v = (draw(f"{key}/{n}", batch, self.new, w) for n, w in zip("qkv", widths))
        inputs: dict[str, Array] = {"query": q, "key": k, "value": v}
        if packs:
            inputs = {"query": np.concatenate([q, k, v], 2)}
        node = Node(self.heads, self.shared, inputs, settings)
        if self.rows is not None:
            shape = (batch, self.shared, self.rows, self.size)
            for name in ("past_key", "past_value"):
                inputs[name] = draw(f"{key}/{name}", *shape)
                if node.bits:
                    codes = np.clip(np.rint(inputs[name] * 3), -8, 7)
                    inputs[name] = packed(codes, node.bits)
        if settings.get("do_rotary"):
            inputs["cos"], inputs["sin"] = angles(key, 64, self.half)
        cached = ("past_key", "past_value") if node.bits else ()
        for name, value in inputs.items():
            if name not in cached and value is not None:
                inputs[name] = value.astype(dtype)
        inputs["lengths"] = np.array(self.lengths, np.int32) - 1
        inputs["total"] = np.array([self.total], np.int32)
        inputs.update(extra)
        return node


PROMPT = Step(5, [5, 5], 5)
PADDED = Step(5, [5, 3], 5)
BUFFER = Step(4, [4, 4], 4, rows=9)
DECODE = Step(1, [6, 6], 6, rows=5)
RAGGED = Step(1, [6, 3], 6, rows=8)
CHUNK = Step(3, [7], 7, rows=4)
CHUNK_BUFFER = Step(3, [7], 7, rows=12)
STEPS = {
    "prompt": PROMPT, "padded": PADDED, "buffer": BUFFER, "decode": DECODE, "ragged": RAGGED,
    "chunk": CHUNK, "chunk_buffer": CHUNK_BUFFER,
}  # fmt: skip


def plain() -> Iterator[Case]:
    for name, step in STEPS.items():
        for kind, settings in {
            "plain": {}, "rotary": {"do_rotary": 1},
            "pairs": {"do_rotary": 1, "rotary_interleaved": 1}, "window": {"local_window_size": 2},
            "smooth": {"smooth_softmax": 1, "softcap": 2.0}, "scale": {"scale": 0.5},
        }.items():  # fmt: skip
            if kind == "window" and name == "padded":
                continue
            yield case(f"{name}_{kind}", step.draw(f"{name}/{kind}", dict(settings)))
        yield case(f"{name}_packed", step.draw(f"{name}/packed", {"do_rotary": 1}, packs=True))
        batch, heads = len(step.lengths), step.heads
        shape = (batch, heads, step.new, step.total)
        bias = draw(f"{name}/bias", *shape)
        sink = draw(f"{name}/sink", heads)
        yield case(f"{name}_sink", step.draw(f"{name}/sink", {}, sink=sink))
        yield case(f"{name}_bias", step.draw(f"{name}/bias", {"softcap": 1.5}, bias=bias))
        shared = bias[:1, :1]
        yield case(f"{name}_scores", step.draw(f"{name}/scores", {"qk_output": 1}, bias=shared))
        yield case(f"{name}_weights", step.draw(f"{name}/weights", {"qk_output": 2}, sink=sink))
        yield case(
            f"{name}_half", step.draw(f"{name}/half", {"do_rotary": 1}, dtype=np.float16)
        )


def extents() -> Iterator[Case]:
    yield case("one_head", Step(3, [3], 3, heads=1, shared=1).draw("one head", {"do_rotary": 1}))
    yield case("all_heads", Step(1, [8], 8, rows=7, heads=3, shared=3).draw("all", {}))
    yield case("one_key_head", Step(1, [8, 2], 8, rows=8, heads=4, shared=1).draw("multi", {}))
    yield case("part_rotary", Step(2, [2], 2, size=32, half=8).draw("part", {"do_rotary": 1}))
    yield case("eight", Step(2, [2], 2, size=8).draw("eight", {}))
    yield case("long_prompt", Step(130, [130], 130, size=32).draw("long", {}))
    long = Step(1, [301], 301, rows=300, size=64)
    yield case("long_decode", long.draw("long decode", {"local_window_size": 257}))
    yield case("long_buffer", Step(1, [270, 40], 270, rows=512, size=32).draw("lb", {}))
    yield case("not_causal", PROMPT.draw("not causal", {"causal": 0}))
    yield case("not_causal_padded", PADDED.draw("not causal padded", {"causal": 0}))
    yield case("window_wide", DECODE.draw("window wide", {"local_window_size": 50}))
    yield case("window_of_one", CHUNK.draw("window of one", {"local_window_size": 1}))
    where = {"do_rotary": 1}
    ids = np.array([[7, 9, 11, 13, 15], [2, 3, 4, 5, 6]], np.int64)
    yield case("positions_of_prompt", PROMPT.draw("where prompt", dict(where), positions=ids))
    yield case("positions", DECODE.draw("where", dict(where), positions=ids[:, :1]))
    yield case("positions_of_chunk", CHUNK.draw("where chunk", dict(where), positions=ids[:1, :3]))


def quantised() -> Iterator[Case]:
    for name, step in STEPS.items():
        for bits in (8, 4):
            for kind in ("PER_TENSOR", "PER_CHANNEL"):
                settings = {
                    "k_quant_type": kind, "v_quant_type": kind, "kv_cache_bit_width": bits,
                    "do_rotary": 1,
                }  # fmt: skip
                if name == "padded":
                    settings["do_rotary"] = 0
                label = f"{name}_codes_{bits}_{kind.split('_')[1].lower()}"
                yield _clear(label, step, settings, kind, 0.02 if bits == 8 else 0.4)


def _clear(label: str, step: Step, settings: dict, kind: str, scale: float) -> Case:
    """The first draw of which no number lies near a tie of its codes."""
    shape = (1,) if kind == "PER_TENSOR" else (1, step.shared, 1, step.size)
    for attempt in range(200):
        key = f"{label}/{attempt}"
        numbers = seeded(key)
        if step.rows is None:
            step = Step(step.new, step.lengths, step.total, rows=step.total)
        scales = [(scale * (1 + numbers.random(shape))).astype(np.float32) for _ in range(2)]
        node = step.draw(key, dict(settings), key_scale=scales[0], value_scale=scales[1])
        found = case(label, node)
        if node.margin >= LEAST_MARGIN:
            return found
    raise ValueError(f"{label}: each draw is near a tie")


def sliding() -> Iterator[Case]:
    """Lengths that fill the cache: onnxruntime leaves rows that are not in use as they were."""
    settings = {"sliding_window_cache": 1, "local_window_size": 4, "do_rotary": 1}
    for name, step in {
        "filled": Step(6, [6, 6], 6, rows=6), "full": Step(1, [9, 6], 9, rows=6),
        "beyond": Step(1, [18, 12], 18, rows=6), "tight": Step(1, [9, 7], 9, rows=4),
        "pair": Step(1, [11, 9], 11, rows=5),
    }.items():  # fmt: skip
        yield case(f"sliding_{name}", step.draw(f"sliding/{name}", dict(settings)))


def counted() -> Iterator[Case]:
    counts = np.array([3, 3], np.int32)
    step = Step(3, [7, 5], 7, rows=9)
    yield case("counts", step.draw("counts", {"do_rotary": 1}, counts=counts))
    yield case("counts_of_prompt", Step(3, [3, 3], 3, rows=4).draw("cp", {}, counts=counts))


def cases() -> Iterator[Case]:
    yield from plain()
    yield from extents()
    yield from quantised()
    yield from sliding()
    yield from counted()
