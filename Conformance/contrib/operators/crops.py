"""CropAndResize and NGramRepeatBlock."""

from collections.abc import Iterator

import numpy as np

from ..case import Case, seeded

F = np.float64


def _place(i: int, count: int, first: float, last: float, extent: int) -> float:
    if count == 1:
        return (first + last) / 2 * (extent - 1)
    return first * (extent - 1) + i * (last - first) * (extent - 1) / (count - 1)


def _crop(
    x: np.ndarray, rois: np.ndarray, images: np.ndarray, size: tuple[int, int], settings: dict
) -> np.ndarray:
    boxes, (channels, height, width) = len(rois), x.shape[1:]
    y = np.full((boxes, channels, *size), float(settings.get("extrapolation_value", 0)))
    for n, i, j in np.ndindex(boxes, *size):
        y1, x1, y2, x2 = rois[n].astype(F)
        v, u = _place(i, size[0], y1, y2, height), _place(j, size[1], x1, x2, width)
        if not (0 <= v <= height - 1 and 0 <= u <= width - 1):
            continue
        image = x[images[n]].astype(F)
        if settings.get("mode") == "nearest":
            y[n, :, i, j] = image[:, int(np.floor(v + 0.5)), int(np.floor(u + 0.5))]
            continue
        rows = (int(np.floor(v)), int(np.ceil(v)))
        columns = (int(np.floor(u)), int(np.ceil(u)))
        a, b = v - rows[0], u - columns[0]
        upper = image[:, rows[0], columns[0]] * (1 - b) + image[:, rows[0], columns[1]] * b
        lower = image[:, rows[1], columns[0]] * (1 - b) + image[:, rows[1], columns[1]] * b
        y[n, :, i, j] = upper * (1 - a) + lower * a
    return y


def crops() -> Iterator[Case]:
    for name, shape in {"small": (1, 1, 3, 4), "batch": (2, 3, 7, 5)}.items():
        numbers = seeded(f"crop/{name}")
        x = numbers.standard_normal(shape).astype(np.float32)
        images = numbers.integers(0, shape[0], 3).astype(np.int32)
        low, high = numbers.uniform(0, 0.45, (3, 2)), numbers.uniform(0.5, 1, (3, 2))
        boxes = {
            "inside": np.concatenate([low, high], 1), "turned": np.concatenate([high, low], 1),
            "beyond": np.concatenate([low - 0.6, high + 0.3], 1),
        }  # fmt: skip
        for kind, rois in boxes.items():
            rois = rois.astype(np.float32)
            for size in ((1, 1), (4, 3)):
                for mode in ("bilinear", "nearest"):
                    settings = {"mode": mode, "extrapolation_value": 1.5}
                    y = _crop(x, rois, images, size, settings).astype(np.float32)
                    inputs = [x, rois, images, np.array(size, np.int32)]
                    label = f"{name}_{kind}_{size[0]}_{mode}"
                    yield Case(
                        "CropAndResize", label, inputs, [y], settings, constants=(3,)
                    )


def blocks() -> Iterator[Case]:
    for size in range(1, 6):
        for batch, length in ((1, 4), (1, 9), (2, 30), (3, 300)):
            numbers = seeded(f"ngrams/{size}/{batch}/{length}")
            ids = numbers.integers(0, 4, (batch, length))
            scores = numbers.standard_normal((batch, 7)).astype(np.float32)
            y = scores.copy()
            for text in range(batch):
                end = tuple(ids[text, length - size + 1 :])
                for start in range(length - size + 1):
                    if tuple(ids[text, start : start + size - 1]) == end:
                        y[text, ids[text, start + size - 1]] = -np.inf
            yield Case(
                "NGramRepeatBlock", f"{size}_{batch}_{length}", [ids, scores], [y],
                {"ngram_size": size},
            )  # fmt: skip


def cases() -> Iterator[Case]:
    yield from crops()
    yield from blocks()
