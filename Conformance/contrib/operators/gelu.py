"""Gelu, BiasGelu, FastGelu, QuickGelu: gates that are smooth."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from ..case import Array, Case, seeded

F = np.float64
_erf = np.vectorize(math.erf, otypes=[F])

SHAPES: dict[str, tuple[int, ...]] = {
    "vector": (7,),
    "one": (1,),
    "plane": (3, 5),
    "batch": (2, 3, 4),
    "four_axes": (2, 1, 3, 5),
    "empty": (0, 4),
    "wide": (130, 257),
    "lane": (1, 1, 1024),
}


def exact(x: np.ndarray) -> np.ndarray:
    return x / 2 * (1 + _erf(x / math.sqrt(2)))


def fast(x: np.ndarray) -> np.ndarray:
    return x / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def quick(x: np.ndarray, alpha: float) -> np.ndarray:
    return x / (1 + np.exp(-float(np.float32(alpha)) * x))


def _case(
    operator: str,
    name: str,
    f: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    bias: Array = None,
    **attributes: float,
) -> Case:
    wide = x.astype(F) if bias is None else x.astype(F) + bias.astype(F)
    inputs: list[Array] = [x] if bias is None else [x, bias]
    return Case(operator, name, inputs, [f(wide).astype(x.dtype)], attributes)


def _draw(key: str, shape: tuple[int, ...], scale: float = 2.0) -> np.ndarray:
    return (scale * seeded(key).standard_normal(shape)).astype(np.float32)


def _values() -> dict[str, np.ndarray]:
    """Inputs that each of the operators takes."""
    found = {name: _draw(f"gelu/{name}", shape) for name, shape in SHAPES.items()}
    found["half"] = _draw("gelu/half", (5, 9)).astype(np.float16)
    found["tails"] = np.array([[-6, -5.15, -3, -1e-3, 0, 1e-3, 3, 6]], np.float32)
    found["far"] = np.array([[-40, -20, -10, 10, 20, 40]], np.float32)
    found["tiny"] = np.array([[-1e-20, -1e-38, 1e-38, 1e-20, 1e-6]], np.float32)
    found["zeros"] = np.array([[0.0, -0.0]], np.float32)
    found["infinite"] = np.array([[np.inf, 1, 2]], np.float32)
    found["nan"] = np.array([[np.nan, 1, 2]], np.float32)
    found["steps"] = np.linspace(-6, 6, 97, dtype=np.float32)[None]
    return found


def cases() -> Iterator[Case]:
    values = _values()
    for name, x in values.items():
        yield _case("Gelu", name, exact, x)
        yield _case("FastGelu", name, fast, x)
        yield _case("QuickGelu", name, lambda v: quick(v, 1.702), x)
        bias = _draw(f"bias/{name}", x.shape[-1:], 1.0).astype(x.dtype)
        yield _case("BiasGelu", name, exact, x, bias)
        yield _case("FastGelu", f"{name}_bias", fast, x, bias)
    for name in ("plane", "batch"):
        wide = values[name].astype(F)
        yield _case("QuickGelu", f"{name}_double", lambda v: quick(v, 1.702), wide)
        yield _case("FastGelu", f"{name}_double", fast, wide)
    for name in ("five", "three_hundred", "odd", "long"):
        shape = {"five": (2, 5), "three_hundred": (4, 300), "odd": (3, 1, 33), "long": (2, 5000)}
        x = _draw(f"more/{name}", shape[name])
        bias = _draw(f"more bias/{name}", x.shape[-1:])
        yield _case("Gelu", name, exact, x)
        yield _case("BiasGelu", name, exact, x, bias)
    for alpha in (0.0, 1.0, -1.5, 0.5, 3.0):
        x = values["plane"]
        yield _case(
            "QuickGelu", f"alpha_{alpha:g}", lambda v, a=alpha: quick(v, a), x, alpha=alpha
        )
