"""RotaryEmbedding, MultiHeadAttention, Attention, QAttention: heads that share nothing."""

import math
from collections.abc import Iterator

import numpy as np

from ..case import Array, Case, seeded

F = np.float64
LOWEST = float(np.finfo(np.float32).min)


def draw(key: str, *shape: int, scale: float = 1.0) -> np.ndarray:
    return (scale * seeded(key).standard_normal(shape)).astype(np.float32)


def split(x: np.ndarray, heads: int) -> np.ndarray:
    """[B, L, H * D] as [B, H, L, D]."""
    return x.astype(F).reshape(*x.shape[:2], heads, -1).transpose(0, 2, 1, 3)


def join(x: np.ndarray) -> np.ndarray:
    return x.transpose(0, 2, 1, 3).reshape(x.shape[0], x.shape[2], -1)


def rotated(
    x: np.ndarray, positions: np.ndarray, cos: np.ndarray, sin: np.ndarray, interleaved: bool
) -> np.ndarray:
    """x [..., L, D], positions that broadcast to x.shape[:-1]."""
    half = cos.shape[1]
    c, s = cos.astype(F)[positions], sin.astype(F)[positions]
    first, second = (
        (slice(0, 2 * half, 2), slice(1, 2 * half, 2))
        if interleaved
        else (slice(0, half), slice(half, 2 * half))
    )
    y = x.copy()
    a, b = x[..., first], x[..., second]
    y[..., first], y[..., second] = a * c - b * s, b * c + a * s
    return y


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def angles(key: str, rows: int, half: int) -> tuple[np.ndarray, np.ndarray]:
    turn = np.arange(rows)[:, None] / 10000.0 ** (np.arange(half) / max(half, 1))[None]
    return np.cos(turn).astype(np.float32), np.sin(turn).astype(np.float32)


def rotary() -> Iterator[Case]:
    def case(
        name: str, x: np.ndarray, positions: np.ndarray, half: int, rows: int = 40, **settings: int
    ) -> Case:
        cos, sin = (t.astype(x.dtype) for t in angles(name, rows, half))
        length = x.shape[-2]
        ids = positions + np.arange(length) if positions.shape == (1,) else positions
        ids = np.broadcast_to(ids, (x.shape[0], length))
        interleaved = bool(settings.get("interleaved", 0))
        if x.ndim == 4:
            y = rotated(x.astype(F), ids[:, None], cos, sin, interleaved)
        else:
            heads = settings.get("num_heads") or x.shape[2] // (2 * half)
            y = join(rotated(split(x, heads), ids[:, None], cos, sin, interleaved))
        inputs: list[Array] = [x, positions, cos, sin]
        return Case("RotaryEmbedding", name, inputs, [y.astype(x.dtype)], settings)

    start = np.array([3], np.int64)
    each = seeded("rotary").integers(0, 40, (2, 5))
    flat, tall = draw("rotary flat", 2, 5, 24), draw("rotary tall", 2, 3, 5, 8)
    for interleaved in (0, 1):
        kind = "pairs" if interleaved else "halves"
        for ids, where in ((start, "start"), (each, "each")):
            yield case(f"{kind}_{where}", flat, ids, 4, interleaved=interleaved)
            yield case(f"{kind}_{where}_heads", flat, ids, 4, interleaved=interleaved, num_heads=3)
            yield case(f"{kind}_{where}_four_axes", tall, ids, 4, interleaved=interleaved)
            yield case(
                f"{kind}_{where}_part", flat, ids, 2,
                interleaved=interleaved, num_heads=3, rotary_embedding_dim=4,
            )  # fmt: skip
        yield case(f"{kind}_odd", draw("odd", 2, 5, 18), each, 3, interleaved=interleaved)
        yield case(f"{kind}_half", flat.astype(np.float16), each, 4, interleaved=interleaved)
        long = draw("rotary long", 1, 130, 256)
        yield case(f"{kind}_long", long, np.array([0], np.int64), 32, 140, interleaved=interleaved)
    yield case("one_position", flat[:, :1], each[:, :1], 4)
    yield case("decode", draw("decode", 1, 1, 128), np.array([[31]], np.int64), 16)
    yield case("ignored", flat, start, 4, is_packed_batching=0)


class Masks:
    """What a score takes of key masks, causality and biases."""

    def __init__(self, heads: int, **settings: float) -> None:
        self.heads = heads
        self.filter = settings.get("mask_filter_value", -10000.0)
        self.scale = settings.get("scale", 0.0)
        self.is_causal = bool(settings.get("unidirectional", 0))

    def visible(self, mask: np.ndarray, batch: int, keys: int) -> np.ndarray:
        """[B, 1, 1 or S, T]."""
        order = np.arange(keys)[None, None, None]
        if mask.ndim > 1:
            return (mask > 0)[:, None, None] if mask.ndim == 2 else (mask > 0)[:, None]
        ends = mask[:batch, None, None, None]
        if mask.size == 2 * batch:
            return (order < ends) & (order >= mask[batch:, None, None, None])
        return order < ends

    def attend(
        self, q: np.ndarray, k: np.ndarray, v: np.ndarray, mask: Array, bias: Array, past: int
    ) -> tuple[np.ndarray, np.ndarray]:
        queries, keys = q.shape[2], k.shape[2]
        factor = float(np.float32(self.scale)) or 1 / math.sqrt(q.shape[3])
        scores = q @ k.swapaxes(2, 3) * factor
        if mask is not None:
            scores = scores + np.where(self.visible(mask, q.shape[0], keys), 0.0, self.filter)
        if bias is not None:
            scores = scores + bias.astype(F)
        if self.is_causal:
            rows = np.arange(queries)[:, None]
            hidden = (np.arange(keys)[None] > past + rows) & (rows < queries - 1)
            scores = np.where(hidden, LOWEST, scores)
        return softmax(scores) @ v, scores


def multi_head() -> Iterator[Case]:
    def case(
        name: str,
        q: np.ndarray,
        k: np.ndarray,
        v: np.ndarray,
        bias: Array = None,
        mask: Array = None,
        attention_bias: Array = None,
        past: tuple[np.ndarray, np.ndarray] | None = None,
        shows: tuple[bool, bool] = (False, False),
        heads: int = 2,
        **settings: float,
    ) -> Case:
        width = q.shape[2]
        query = split(q if bias is None else q.astype(F) + bias[:width], heads)
        if k.ndim == 4:
            key, value = k.astype(F), v.astype(F)
        else:
            key = split(k if bias is None else k.astype(F) + bias[width : 2 * width], heads)
            value = split(v if bias is None else v.astype(F) + bias[2 * width :], heads)
        before = 0
        if past is not None:
            before = past[0].shape[2]
            key = np.concatenate([past[0].astype(F), key], 2)
            value = np.concatenate([past[1].astype(F), value], 2)
        masks = Masks(heads, **settings)
        y, scores = masks.attend(query, key, value, mask, attention_bias, before)
        outputs: list[Array] = [join(y)]
        outputs += [key, value] if shows[0] or past is not None else [None, None]
        outputs.append(scores if shows[1] else None)
        inputs: list[Array] = [q, k, v, bias, mask, attention_bias, *(past or (None, None))]
        return Case(
            "MultiHeadAttention", name, inputs,
            [y if y is None else y.astype(q.dtype) for y in outputs],
            {"num_heads": heads, **settings},
        )  # fmt: skip

    q, k, v = draw("mha q", 2, 3, 8), draw("mha k", 2, 5, 8), draw("mha v", 2, 5, 12)
    same = (draw("mha same q", 2, 4, 8), draw("mha same k", 2, 4, 8), draw("mha same v", 2, 4, 8))
    past = (draw("mha past k", 2, 2, 3, 4), draw("mha past v", 2, 2, 3, 4))
    bias = draw("mha bias", 28)
    yield case("plain", q, k, v)
    yield case("bias", q, k, v, bias)
    yield case("shown", q, k, v, shows=(True, True))
    yield case("scale", q, k, v, scale=0.25)
    yield case("one_head", q, k, v, heads=1)
    yield case("four_heads", q, k, v, heads=4)
    yield case("past", *same, past=past)
    yield case("past_bias_scores", *same, draw("mha bias same", 24), past=past, shows=(True, True))
    heads_first = (split(same[1], 2).astype(np.float32), split(same[2], 2).astype(np.float32))
    yield case("cross", q, *heads_first)
    yield case("cross_bias", q, *heads_first, draw("mha bias cross", 24))
    yield case("counts", q, k, v, mask=np.array([5, 3], np.int32))
    yield case("counts_of_none", q, k, v, mask=np.array([0, 2], np.int32), mask_filter_value=-50.0)
    longer = np.array([4, 2, 0, 5, 10, 0, 3, 6], np.int32)
    yield case("counts_and_sums", q, k, v, mask=longer)
    yield case("mask", q, k, v, mask=np.array([[1, 1, 0, 1, 2], [1, 0, -1, 1, 0]], np.int32))
    numbers = seeded("mha mask").integers(0, 2, (2, 3, 5)).astype(np.int32)
    numbers[..., 0] = 1
    yield case("mask_of_queries", q, k, v, mask=numbers, shows=(False, True))
    full = np.ones((2, 7), np.int32)
    full[1, :4] = 0
    yield case("mask_and_past", *same, mask=full, past=past)
    yield case("filter", q, k, v, mask=numbers, mask_filter_value=-3.5)
    for name, shape in {
        "all": (2, 2, 3, 5), "of_heads": (1, 2, 3, 5), "of_batches": (2, 1, 3, 5),
        "of_one": (1, 1, 3, 5),
    }.items():  # fmt: skip
        added = draw(f"mha added {name}", *shape)
        yield case(f"bias_{name}", q, k, v, attention_bias=added)
    yield case("causal", *same, unidirectional=1, shows=(False, True))
    yield case("causal_fewer_queries", q, k, v, unidirectional=1)
    yield case("causal_more_queries", k, q, draw("mha short v", 2, 3, 8), unidirectional=1)
    yield case("causal_past", *same, past=past, unidirectional=1)
    yield case("causal_mask_bias", *same, mask=np.array([4, 2], np.int32), unidirectional=1,
               attention_bias=draw("mha causal bias", 1, 2, 4, 4))  # fmt: skip
    half = [x.astype(np.float16) for x in (q, k, v)]
    yield case("half", *half)
    yield case("half_bias", *half, bias.astype(np.float16))
    yield case("large", draw("mha large q", 1, 33, 128), draw("mha large k", 1, 130, 128),
               draw("mha large v", 1, 130, 128))  # fmt: skip
    one = draw("mha decode", 2, 1, 8)
    yield case("decode", one, one + 1, one - 1, past=past)


def _projected(
    y: np.ndarray,
    heads: int,
    mask: Array,
    past: Array,
    bias: Array,
    widths: list[int] | None,
    settings: dict,
) -> tuple[np.ndarray, np.ndarray | None]:
    sizes = widths or [y.shape[2] // 3] * 3
    q, k, v = (
        split(part, heads) for part in np.split(y, [sizes[0], sizes[0] + sizes[1]], axis=2)
    )
    before = 0
    if past is not None:
        before = past.shape[3]
        k = np.concatenate([past[0].astype(F), k], 2)
        v = np.concatenate([past[1].astype(F), v], 2)
    out, _ = Masks(heads, **settings).attend(q, k, v, mask, bias, before)
    return join(out), np.stack([k, v]) if k.shape == v.shape else None


def _masks(batch: int, queries: int, keys: int) -> dict[str, np.ndarray]:
    numbers = seeded(f"masks {batch} {queries} {keys}")
    each = numbers.integers(0, 2, (batch, queries, keys)).astype(np.int32)
    each[..., 0] = 1
    counts = np.array([keys, max(keys - 2, 1)], np.int32)[:batch]
    starts = np.array([0, 1], np.int32)[:batch]
    return {
        "counts": counts,
        "ends_and_starts": np.concatenate([counts, starts]),
        "counts_and_sums": np.concatenate([counts, np.arange(2 * batch + 2)]).astype(np.int32),
        "mask": each[:, 0],
        "mask_of_queries": each,
    }


def projected() -> Iterator[Case]:
    def case(
        name: str,
        x: np.ndarray,
        w: np.ndarray,
        b: Array,
        mask: Array = None,
        past: Array = None,
        bias: Array = None,
        shows: bool = False,
        heads: int = 2,
        widths: list[int] | None = None,
        **settings: float,
    ) -> Case:
        y = x.astype(F) @ w.astype(F) + (0 if b is None else b.astype(F))
        out, present = _projected(y, heads, mask, past, bias, widths, settings)
        outputs: list[Array] = [out.astype(x.dtype)]
        if (shows or past is not None) and present is not None:
            outputs.append(present.astype(x.dtype))
        given = {"num_heads": heads, **settings}
        if widths:
            given["qkv_hidden_sizes"] = widths
        return Case("Attention", name, [x, w, b, mask, past, bias], outputs, given)

    x, w, b = draw("attn x", 2, 4, 6), draw("attn w", 6, 24, scale=0.5), draw("attn b", 24)
    past = draw("attn past", 2, 2, 2, 3, 4)
    yield case("plain", x, w, b)
    yield case("without_bias", x, w, None)
    yield case("present", x, w, b, shows=True)
    yield case("scale", x, w, b, scale=0.2)
    yield case("one_head", x, w, b, heads=1)
    yield case("four_heads", x, w, b, heads=4)
    yield case("past", x, w, b, past=past)
    yield case("causal", x, w, b, unidirectional=1)
    yield case("causal_past", x, w, b, past=past, unidirectional=1)
    for name, mask in _masks(2, 4, 4).items():
        yield case(name, x, w, b, mask)
        yield case(f"causal_{name}", x, w, b, mask, unidirectional=1)
    yield case("mask_and_past", x, w, b, _masks(2, 4, 7)["mask"], past)
    yield case("counts_and_past", x, w, b, _masks(2, 4, 7)["counts"], past)
    yield case("filter", x, w, b, _masks(2, 4, 4)["counts"], mask_filter_value=-2.0)
    yield case("added", x, w, b, bias=draw("attn added", 2, 2, 4, 4))
    yield case("added_of_one", x, w, b, bias=draw("attn added one", 1, 1, 4, 4))
    uneven = [8, 8, 12]
    yield case("value_width", x, draw("attn uneven", 6, 28), draw("attn ub", 28), widths=uneven)
    yield case("large", draw("attn large", 1, 70, 64), draw("attn lw", 64, 192, scale=0.125),
               draw("attn lb", 192), heads=4)  # fmt: skip


def quantised() -> Iterator[Case]:
    def case(
        name: str,
        shape: tuple[int, int, int] = (2, 4, 6),
        width: int = 8,
        weights: type = np.uint8,
        mask: Array = None,
        past: Array = None,
        shows: bool = False,
        heads: int = 2,
        points: str = "both",
        each: bool = False,
        half: bool = False,
        **settings: float,
    ) -> Case:
        numbers, columns = seeded(f"qattention/{name}"), 3 * width
        x = numbers.integers(0, 256, shape).astype(np.uint8)
        low, high = (0, 256) if weights is np.uint8 else (-64, 64)
        w = numbers.integers(low, high, (shape[2], columns)).astype(weights)
        b = draw(f"qattention/{name}/b", columns)
        kind = np.float16 if half else np.float32
        size = columns if each else 1
        scale = np.array(0.02, np.float32)
        scales = (0.01 + 0.01 * numbers.random(size)).astype(np.float32)
        scales = scales if each else scales.reshape(())
        zx = np.array(121, np.uint8) if points != "none" else None
        zw = None
        if points == "both":
            zw = numbers.integers(max(low, -5), 130 if low == 0 else 6, size).astype(weights)
            zw = zw if each else zw.reshape(())
        left = x.astype(np.int64) - (0 if zx is None else int(zx))
        right = w.astype(np.int64) - (0 if zw is None else zw.astype(np.int64))
        b, scale, scales = b.astype(kind), scale.astype(kind), scales.astype(kind)
        past = None if past is None else past.astype(kind)
        y = (left @ right).astype(F) * (float(scale) * scales.astype(F)) + b.astype(F)
        out, present = _projected(y, heads, mask, past, None, None, settings)
        outputs: list[Array] = [out.astype(kind)]
        if shows or past is not None:
            outputs.append(present.astype(kind))
        inputs: list[Array] = [x, w, b, scale, scales, mask, zx, zw, past]
        return Case("QAttention", name, inputs, outputs, {"num_heads": heads, **settings})

    past = draw("qattention past", 2, 2, 2, 3, 4)
    for weights, kind in ((np.uint8, "unsigned"), (np.int8, "signed")):
        for points in ("both", "input", "none"):
            yield case(f"{kind}_{points}", weights=weights, points=points)
        yield case(f"{kind}_each", weights=weights, each=True)
    yield case("each_without_points", weights=np.int8, each=True, points="none")
    yield case("present", shows=True)
    yield case("past", past=past)
    yield case("causal", unidirectional=1)
    yield case("causal_past", past=past, unidirectional=1)
    for name, mask in _masks(2, 4, 4).items():
        yield case(name, mask=mask)
    yield case("mask_and_past", mask=_masks(2, 4, 7)["mask"], past=past)
    yield case("filter", mask=_masks(2, 4, 4)["counts"], mask_filter_value=-2.0)
    yield case("scale", scale=0.3)
    yield case("four_heads", heads=4)
    yield case("large", shape=(1, 66, 40), width=64, heads=4, weights=np.int8)


def cases() -> Iterator[Case]:
    yield from rotary()
    yield from multi_head()
    yield from projected()
    yield from quantised()
