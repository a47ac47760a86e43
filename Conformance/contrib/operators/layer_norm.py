"""Layer normalisations: simplified, of a sum, and of embeddings."""

from collections.abc import Iterator

import numpy as np

from ..case import Array, Case, seeded

F = np.float64


def _wide(x: Array) -> np.ndarray:
    return np.asarray(x).astype(F)


def _epsilon(value: float) -> float:
    return float(np.float32(value))


def _root(x: np.ndarray, axes: tuple[int, ...], epsilon: float) -> np.ndarray:
    return 1 / np.sqrt((x * x).mean(axes, keepdims=True) + _epsilon(epsilon))


def _normal(x: np.ndarray, epsilon: float) -> np.ndarray:
    distance = x - x.mean(-1, keepdims=True)
    return distance / np.sqrt((distance**2).mean(-1, keepdims=True) + _epsilon(epsilon))


def _draw(key: str, *shape: int, scale: float = 1.0, shift: float = 0.0) -> np.ndarray:
    return (scale * seeded(key).standard_normal(shape) + shift).astype(np.float32)


def simplified() -> Iterator[Case]:
    def case(name: str, x: np.ndarray, scale: np.ndarray, shows: bool = True, **settings) -> Case:
        axes = tuple(range(settings.get("axis", -1) % x.ndim, x.ndim))
        inverse = _root(_wide(x), axes, settings.get("epsilon", 1e-5))
        y = (_wide(x) * inverse * _wide(scale)).astype(scale.dtype)
        outputs = [y, inverse.astype(np.float32)] if shows else [y]
        domain = "" if name.startswith("standard") else "com.microsoft"
        return Case(
            "SimplifiedLayerNormalization", name, [x, scale], outputs, settings, domain=domain
        )

    shapes = {
        "plane": (3, 8), "vector": (5,), "batch": (2, 3, 4), "long": (2, 4096), "odd": (7, 257),
        "many": (130, 33), "one": (4, 1), "four_axes": (2, 2, 3, 6), "empty": (0, 5),
    }  # fmt: skip
    for name, shape in shapes.items():
        scale = _draw(f"rms scale/{name}", shape[-1], shift=1)
        yield case(f"standard_{name}", _draw(f"rms/{name}", *shape), scale, shows=False)
    x = _draw("rms", 2, 3, 5)
    ones = _draw("rms ones", 5, shift=1)
    yield case("standard_spread", x, ones)
    yield case("standard_epsilon", x * 1e-3, ones, epsilon=1e-2)
    yield case("standard_axis", x, _draw("rms axis", 3, 5), axis=1)
    yield case("standard_axis_first", x, _draw("rms first", 2, 3, 5), axis=0)
    yield case("standard_axis_negative", x, _draw("rms negative", 3, 5), axis=-2)
    yield case("standard_scale_one", x, _draw("rms one", 1))
    yield case("standard_scale_broadcast", x, _draw("rms broadcast", 2, 1, 5))
    yield case("standard_half", x.astype(np.float16), ones.astype(np.float16), shows=False)
    yield case("standard_half_spread", x.astype(np.float16), ones.astype(np.float16))
    yield case("standard_half_and_float", x.astype(np.float16), ones)
    yield case("standard_double", x.astype(F), ones.astype(F))
    yield case("standard_zeros", x * 0, ones)
    yield case("standard_large", x * 1e12, ones)
    yield case("standard_stash_type", x, ones, stash_type=1)


def _skips(
    operator: str, name: str, inputs: list[Array], shows: bool, epsilon: float | None
) -> Case:
    """`inputs` are input, skip, gamma, beta and bias."""
    x, skip, gamma, beta, bias = inputs
    total = _wide(x) + _wide(skip) + (0 if bias is None else _wide(bias))
    settings = {} if epsilon is None else {"epsilon": epsilon}
    least = 1e-12 if epsilon is None else epsilon
    if operator == "SkipLayerNormalization":
        y = _normal(total, least) * _wide(gamma)
        y = y if beta is None else y + _wide(beta)
        given = inputs
    else:
        y = total * _root(total, (-1,), least) * _wide(gamma)
        given = [x, skip, gamma, bias]
    outputs: list[Array] = [y.astype(x.dtype)]
    if shows:
        outputs += [None, None, total.astype(x.dtype)]
    return Case(operator, name, given, outputs, settings)


def skips(operator: str) -> Iterator[Case]:
    has_beta = operator == "SkipLayerNormalization"
    shapes = {
        "batch": (2, 3, 8), "plane": (5, 8), "one": (1, 1, 4), "odd": (3, 7, 257),
        "long": (1, 2, 4096), "many": (2, 65, 33), "empty": (2, 0, 6),
    }  # fmt: skip

    def draw(name: str, shape: tuple[int, ...]) -> list[Array]:
        key, width = f"{operator}/{name}", shape[-1]
        return [
            _draw(f"{key}/x", *shape),
            _draw(f"{key}/skip", *shape),
            _draw(f"{key}/gamma", width, shift=1),
            _draw(f"{key}/beta", width) if has_beta else None,
            _draw(f"{key}/bias", width),
        ]

    for name, shape in shapes.items():
        inputs = draw(name, shape)
        yield _skips(operator, name, inputs, True, None)
        yield _skips(operator, f"{name}_plain", inputs[:3] + [None, None], False, None)
    x, skip, gamma, beta, bias = draw("more", (2, 3, 16))
    yield _skips(operator, "without_bias", [x, skip, gamma, beta, None], True, None)
    yield _skips(operator, "without_beta", [x, skip, gamma, None, bias], True, None)
    yield _skips(operator, "skip_of_one_batch", [x, skip[:1], gamma, beta, bias], True, None)
    yield _skips(operator, "skip_without_batch", [x, skip[0], gamma, beta, None], True, None)
    yield _skips(operator, "epsilon", [x, skip, gamma, beta, bias], False, 0.5)
    yield _skips(operator, "epsilon_small", [x * 1e-3, skip * 1e-3, gamma, beta, None], True, 1e-5)
    yield _skips(operator, "shifted", [x + 3, skip, gamma, beta, None], True, None)
    half = [v if v is None else v.astype(np.float16) for v in (x, skip, gamma, beta, bias)]
    yield _skips(operator, "half", half, True, None)
    yield _skips(operator, "half_plain", half[:3] + [None, None], False, 1e-5)


def embeddings() -> Iterator[Case]:
    def case(
        name: str,
        inputs: dict[str, Array],
        epsilon: float | None = None,
        shows: tuple[bool, bool] = (True, True),
    ) -> Case:
        names = ("ids", "segments", "words", "places", "table", "gamma", "beta", "mask", "where")
        ids, segments, words, places, table, gamma, beta, mask, where = (
            inputs.get(name) for name in names
        )
        assert ids is not None and words is not None and places is not None
        batch, length = ids.shape
        positions = np.arange(length) if where is None else where
        total = _wide(words)[ids] + _wide(places)[np.broadcast_to(positions, (batch, length))]
        if table is not None:
            total = total + _wide(table)[np.zeros_like(ids) if segments is None else segments]
        y = _normal(total, 1e-12 if epsilon is None else epsilon) * _wide(gamma) + _wide(beta)
        counts = np.zeros(batch) if mask is None else (mask == 1).sum(1)
        dtype = words.dtype
        outputs: list[Array] = [y.astype(dtype), counts.astype(np.int32) if shows[0] else None]
        if shows[1]:
            outputs.append(total.astype(dtype))
        settings = {} if epsilon is None else {"epsilon": epsilon}
        return Case(
            "EmbedLayerNormalization", name, [inputs.get(name) for name in names], outputs, settings
        )

    def draw(name: str, batch: int, length: int, width: int) -> dict[str, Array]:
        numbers = seeded(f"embed/{name}")
        key = f"embed/{name}"
        return {
            "ids": numbers.integers(0, 11, (batch, length)).astype(np.int32),
            "segments": numbers.integers(0, 2, (batch, length)).astype(np.int32),
            "words": _draw(f"{key}/words", 11, width),
            "places": _draw(f"{key}/places", length + 2, width),
            "table": _draw(f"{key}/table", 2, width),
            "gamma": _draw(f"{key}/gamma", width, shift=1),
            "beta": _draw(f"{key}/beta", width),
            "mask": numbers.integers(0, 2, (batch, length)).astype(np.int32),
        }

    sizes = {
        "plain": (2, 5, 8), "one": (1, 1, 4), "odd": (3, 7, 33), "wide": (2, 4, 768),
        "long": (1, 130, 16), "batch": (9, 3, 8),
    }  # fmt: skip
    for name, size in sizes.items():
        inputs = draw(name, *size)
        yield case(name, inputs)
        yield case(f"{name}_without_segments", {**inputs, "segments": None, "table": None})
        yield case(f"{name}_only", {**inputs, "mask": None}, shows=(True, False))
    inputs = draw("more", 2, 5, 8)
    where = seeded("embed where").integers(0, 7, (2, 5)).astype(np.int32)
    yield case("positions", {**inputs, "where": where})
    yield case("positions_of_all", {**inputs, "where": where[:1]})
    yield case("segment_table_alone", {**inputs, "segments": None})
    yield case("epsilon", inputs, epsilon=0.1)
    yield case("mask_of_twos", {**inputs, "mask": inputs["mask"] * 2 - 1})
    kept = ("ids", "segments", "mask")
    half = {k: v if k in kept or v is None else v.astype(np.float16) for k, v in inputs.items()}
    yield case("half", half)
    yield case("half_without_mask", {**half, "mask": None}, shows=(True, False))


def cases() -> Iterator[Case]:
    yield from simplified()
    yield from skips("SkipLayerNormalization")
    yield from skips("SkipSimplifiedLayerNormalization")
    yield from embeddings()
