"""Inverse of square matrices that are far from singular, and GridSample."""

from collections.abc import Iterator

import numpy as np

from ..case import Case, seeded

F = np.float64


def _matrices(key: str, *shape: int) -> np.ndarray:
    """A diagonal of 3 to 4 keeps them well conditioned."""
    x = seeded(key).uniform(-1, 1, shape) / shape[-1]
    return (x + 3 * np.eye(shape[-1]) * (1 + seeded(key).random() / 3)).astype(np.float32)


def inverses() -> Iterator[Case]:
    shapes = {
        "one": (1, 1), "two": (2, 2), "three": (3, 3), "odd": (7, 7), "large": (16, 16),
        "stack": (3, 4, 4), "stacks": (2, 3, 5, 5),
    }  # fmt: skip
    for name, shape in shapes.items():
        x = _matrices(f"inverse/{name}", *shape)
        turned = x[..., ::-1, :].copy()
        for kind in (np.float32, np.float64):
            for label, matrix in ((name, x), (f"{name}_turned", turned)):
                given = matrix.astype(kind)
                y = np.linalg.inv(given.astype(F)).astype(kind)
                yield Case("Inverse", f"{label}_{kind.__name__}", [given], [y])
    half = _matrices("inverse/half", 3, 3).astype(np.float16)
    yield Case("Inverse", "half", [half], [np.linalg.inv(half.astype(F)).astype(np.float16)])


def _place(x: float, size: int, aligned: bool) -> float:
    return (x + 1) / 2 * (size - 1) if aligned else ((x + 1) * size - 1) / 2


def _reflected(i: int, size: int, aligned: bool) -> int:
    """The pixel that a whole coordinate outside is mirrored to."""
    if size == 1:
        return 0
    period = 2 * (size - 1) if aligned else 2 * size
    i %= period
    if aligned:
        return i if i < size else period - i
    return i if i < size else period - 1 - i


def _sampled(
    image: np.ndarray, x: float, y: float, mode: str, padding: str, aligned: bool
) -> float:
    height, width = image.shape

    def pixel(row: int, column: int) -> float:
        if padding == "zeros" and not (0 <= row < height and 0 <= column < width):
            return 0.0
        if padding == "border":
            row, column = min(max(row, 0), height - 1), min(max(column, 0), width - 1)
        if padding == "reflection":
            row, column = _reflected(row, height, aligned), _reflected(column, width, aligned)
        return float(image[row, column])

    if mode == "nearest":
        return pixel(int(np.rint(y)), int(np.rint(x)))
    left, top = int(np.floor(x)), int(np.floor(y))
    a, b = x - left, y - top
    rows = ((top, 1 - b), (top + 1, b))
    columns = ((left, 1 - a), (left + 1, a))
    return sum(v * h * pixel(r, c) for r, v in rows for c, h in columns)


def samples() -> Iterator[Case]:
    for size, (height, width) in {"small": (3, 4), "odd": (5, 7)}.items():
        x = seeded(f"grid/{size}").standard_normal((2, 2, height, width)).astype(np.float32)
        grid = seeded(f"grid of {size}").uniform(-1.3, 1.3, (2, 4, 3, 2)).astype(np.float32)
        for mode in ("bilinear", "nearest"):
            for padding in ("zeros", "border", "reflection"):
                for aligned in (0, 1):
                    y = np.zeros((2, 2, 4, 3))
                    for n, c, i, j in np.ndindex(*y.shape):
                        column = _place(float(grid[n, i, j, 0]), width, bool(aligned))
                        row = _place(float(grid[n, i, j, 1]), height, bool(aligned))
                        y[n, c, i, j] = _sampled(
                            x[n, c], column, row, mode, padding, bool(aligned)
                        )
                    given = {"mode": mode, "padding_mode": padding, "align_corners": aligned}
                    label = f"{size}_{mode}_{padding}_{aligned}"
                    yield Case("GridSample", label, [x, grid], [y.astype(np.float32)], given)


def cases() -> Iterator[Case]:
    yield from inverses()
    yield from samples()
