"""Windows over images."""

import numpy as np
from contrib.operators.fused import convolved
from products import activated

F = np.float64


def _convolution(model, x, w, b):
    """X [N, C, D…], W [M, C / group, K…]."""
    y = convolved(x, w, model.attributes)
    return y if b is None else y + b.astype(F).reshape(-1, *[1] * (x.ndim - 2))


def fused_conv(model, x, w, b=None, z=None):
    y = _convolution(model, x, w, b)
    return activated(model, y if z is None else y + z.astype(F)).astype(x.dtype)


def channels_last(model, x, w, b=None, z=None):
    """X, Y and Z with channels last, W [M, C / group, K…]."""
    y = np.moveaxis(_convolution(model, np.moveaxis(x, -1, 1), w, b), 1, -1)
    return activated(model, y if z is None else y + z.astype(F)).astype(x.dtype)


def max_roi_pool(model, x, rois):
    rows, columns = model.attributes["pooled_shape"]
    scale = F(np.float32(model.attributes.get("spatial_scale", 1)))
    height, width = x.shape[2:]
    y = np.zeros((len(rois), x.shape[1], rows, columns), F)
    for n, roi in enumerate(rois.astype(F)):
        x1, y1, x2, y2 = np.floor(np.abs(roi[1:]) * scale + 0.5) * np.sign(roi[1:])
        tall, wide = max(y2 - y1 + 1, 1) / rows, max(x2 - x1 + 1, 1) / columns
        for i, j in np.ndindex(rows, columns):
            top, bottom = np.floor(i * tall) + y1, np.ceil((i + 1) * tall) + y1
            left, right = np.floor(j * wide) + x1, np.ceil((j + 1) * wide) + x1
            top, bottom = (int(np.clip(v, 0, height)) for v in (top, bottom))
            left, right = (int(np.clip(v, 0, width)) for v in (left, right))
            part = x[int(roi[0]), :, top:bottom, left:right].astype(F)
            y[n, :, i, j] = part.max((1, 2)) if part.size else 0
    return y.astype(x.dtype)


def _place(i, count, first, last, extent):
    if count == 1:
        return (first + last) / 2 * (extent - 1)
    return first * (extent - 1) + i * (last - first) * (extent - 1) / (count - 1)


def crop_and_resize(model, x, rois, images, size):
    size = tuple(int(n) for n in size)
    channels, height, width = x.shape[1:]
    beyond = F(np.float32(model.attributes.get("extrapolation_value", 0)))
    y = np.full((len(rois), channels, *size), beyond)
    for n, i, j in np.ndindex(len(rois), *size):
        y1, x1, y2, x2 = rois[n].astype(F)
        v, u = _place(i, size[0], y1, y2, height), _place(j, size[1], x1, x2, width)
        if not (0 <= v <= height - 1 and 0 <= u <= width - 1):
            continue
        image = x[images[n]].astype(F)
        if model.attributes.get("mode") == "nearest":
            y[n, :, i, j] = image[:, int(np.floor(v + 0.5)), int(np.floor(u + 0.5))]
            continue
        top, bottom, left, right = (int(k(p)) for p in (v, u) for k in (np.floor, np.ceil))
        a, b = v - top, u - left
        upper = image[:, top, left] * (1 - b) + image[:, top, right] * b
        lower = image[:, bottom, left] * (1 - b) + image[:, bottom, right] * b
        y[n, :, i, j] = upper * (1 - a) + lower * a
    return y.astype(x.dtype)


FORMULAS = {
    "MaxRoiPool": max_roi_pool, "com.microsoft.CropAndResize": crop_and_resize,
    "com.microsoft.FusedConv": fused_conv, "com.microsoft.NhwcConv": channels_last,
    "com.microsoft.NhwcFusedConv": channels_last,
}  # fmt: skip
