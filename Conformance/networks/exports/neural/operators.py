"""Kind `operators`: single functions of torch, in the variants that exporters write differently."""

from collections.abc import Callable

import torch
import torchvision
from torch import nn
from torch.nn import functional

from .export import Export, Function

EXPORTS: list[Export] = []


def _add(name: str, function: Callable, *draws: Callable, **how) -> None:
    def make():
        return Function(function), tuple(draw() for draw in draws)

    EXPORTS.append(Export(name, make, **how))


def _normal(*shape: int, dtype: torch.dtype = torch.float32) -> Callable:
    return lambda: torch.randn(*shape).to(dtype)


def _below(limit: int, *shape: int) -> Callable:
    return lambda: torch.randint(0, limit, shape)


def _between(low: int, high: int, dtype: torch.dtype = torch.int64) -> Callable:
    return lambda: torch.randint(low, high, (4, 5), dtype=dtype)


def _fixed(values: list) -> Callable:
    return lambda: torch.tensor(values)


def _corners(count: int) -> torch.Tensor:
    corner = torch.rand(count, 2) * 8
    return torch.cat([corner, corner + torch.rand(count, 2) * 6 + 0.5], 1)


def _regions() -> torch.Tensor:
    images = torch.tensor([[0.0], [1], [1]])
    return torch.cat([images, torch.rand(3, 2) * 6, torch.rand(3, 2) * 6 + 7], 1)


_SCRIPT = {"script": True, "opset": 17}


def _sampling() -> None:
    for mode in ("bilinear", "nearest", "bicubic"):
        for padding in ("zeros", "border", "reflection"):
            _add(
                f"grid_sample_{mode}_{padding}",
                lambda x, g, m=mode, p=padding: functional.grid_sample(
                    x, g, m, p, align_corners=False
                ),
                _normal(2, 3, 5, 6),
                lambda: torch.rand(2, 4, 5, 2) * 2.4 - 1.2,
            )
    sizes = {
        "nearest": {"mode": "nearest", "scale_factor": 1.7},
        "nearest_exact": {"mode": "nearest-exact", "size": (7, 11)},
        "bilinear": {"mode": "bilinear", "size": (7, 11)},
        "bilinear_corners": {"mode": "bilinear", "size": (7, 11), "align_corners": True},
        "bicubic": {"mode": "bicubic", "scale_factor": 2.3},
        "bilinear_antialias": {"mode": "bilinear", "size": (3, 4), "antialias": True},
        "area": {"mode": "area", "size": (3, 4)},
    }
    for name, how in sizes.items():
        _add(
            f"interpolate_{name}",
            lambda x, how=how: functional.interpolate(x, **how),
            _normal(1, 2, 5, 6),
        )
    _add("affine_grid", lambda t: functional.affine_grid(t, [2, 3, 5, 6], align_corners=False),
         _normal(2, 2, 3), opset=20)  # fmt: skip
    _add("roi_align", lambda x, b: torchvision.ops.roi_align(x, b, (3, 3), 0.5, 2, aligned=True),
         _normal(2, 3, 8, 8), _regions)  # fmt: skip
    _add("roi_pool_script", lambda x, b: torchvision.ops.roi_pool(x, b, (3, 3), 0.5),
         _normal(2, 3, 8, 8), _regions, **_SCRIPT)  # fmt: skip
    for name, how in (("nms", {}), ("nms_script", _SCRIPT)):
        _add(name, lambda b, s: torchvision.ops.nms(b, s, 0.3), lambda: _corners(20),
             lambda: torch.rand(20), **how)  # fmt: skip
    _add("deform_conv", lambda x, o, w: torchvision.ops.deform_conv2d(x, o, w, padding=1),
         _normal(1, 2, 5, 6), _normal(1, 18, 5, 6), _normal(3, 2, 3, 3), opset=19)  # fmt: skip


def _indexing() -> None:
    for reduction in ("sum", "prod", "mean", "amax", "amin"):
        _add(
            f"scatter_reduce_{reduction}",
            lambda x, i, v, r=reduction: torch.scatter_reduce(x, 0, i, v, r),
            _normal(4, 5), _below(4, 6, 5), _normal(6, 5),
        )  # fmt: skip
    _add("scatter_add", lambda x, i, v: x.scatter_add(1, i, v), _normal(4, 5), _below(5, 4, 7),
         _normal(4, 7))  # fmt: skip
    _add("index_put", lambda x, i, v: x.index_put((i,), v), _normal(6, 3), _fixed([0, 4]),
         _normal(2, 3))  # fmt: skip
    _add("index_put_sum", lambda x, i, j, v: x.index_put((i, j), v, accumulate=True),
         _normal(6, 3), _fixed([0, 4, 4]), _fixed([1, 2, 2]), _normal(3))  # fmt: skip
    _add("gather_family",
         lambda x, i: (x.gather(1, i), x.take(i), x.index_select(0, i[0, :2])),
         _normal(5, 6), _below(4, 5, 3))  # fmt: skip
    _add("masked_scatter", lambda x, v: x.masked_scatter(x > 0, v), _normal(4, 3), _normal(12))
    _add("masked_select", lambda x: x[x > 0], _normal(4, 5))
    _add("nonzero", lambda x: torch.nonzero(x > 0), _normal(4, 5))
    _add("nonzero_none", lambda x: torch.nonzero(x > 100), _normal(4, 5))
    _add("one_hot", lambda x: functional.one_hot(x, 6), _below(6, 4, 3))
    _add("bucketize", lambda x, b: torch.bucketize(x, b), _normal(4, 6),
         lambda: torch.linspace(-1, 1, 5))  # fmt: skip
    _add("topk", lambda x: (*x.topk(3, 1), *x.topk(2, 0, largest=False)), _normal(5, 6))
    _add("sort", lambda x: (*x.sort(1), x.argsort(0, descending=True)), _normal(5, 6))
    _add("unique", lambda x: torch.unique(x, return_inverse=True, return_counts=True),
         _below(5, 12))  # fmt: skip
    _add("median", lambda x: x.median(1)[0], _normal(5, 7))
    _add("embedding_int8", lambda i, w: functional.embedding(i, w.to(torch.float32) * 0.02),
         _below(9, 4, 3), lambda: torch.randint(-128, 127, (9, 6), dtype=torch.int8))  # fmt: skip


def _products() -> None:
    attention = functional.scaled_dot_product_attention
    q, k, grouped = _normal(2, 4, 5, 8), _normal(2, 4, 7, 8), _normal(2, 2, 7, 8)
    _add("attention_causal", lambda q, k, v: attention(q, k, v, is_causal=True), q, q, q)
    _add("attention_causal_op23", lambda q, k, v: attention(q, k, v, is_causal=True, scale=0.3),
         q, k, k, opset=23)  # fmt: skip
    _add("attention_grouped_op24", lambda q, k, v: attention(q, k, v, enable_gqa=True),
         q, grouped, grouped, opset=24)  # fmt: skip
    _add("attention_masked",
         lambda q, k, v, m: attention(q, k, v, attn_mask=m, enable_gqa=True),
         q, grouped, grouped, lambda: torch.rand(5, 7) > 0.3)  # fmt: skip
    row = [True, False, True, False, True]
    _add("attention_masked_row", lambda q, k, v, m: attention(q, k, v, attn_mask=m),
         _normal(1, 2, 3, 4), _normal(1, 2, 5, 4), _normal(1, 2, 5, 4),
         _fixed([[True] * 5, [False] * 5, row]))  # fmt: skip
    _add("einsum",
         lambda a, b, c: (torch.einsum("bij,bjk->bik", a, b), torch.einsum("bii->bi", c)),
         _normal(2, 3, 4), _normal(2, 4, 5), _normal(2, 5, 5))  # fmt: skip
    _add("distances", lambda a, b: (torch.cdist(a, b), torch.cdist(a, b, 1.0)),
         _normal(4, 5), _normal(6, 5))  # fmt: skip
    _add("conv_transpose1d",
         lambda x, w: functional.conv_transpose1d(
             x, w, stride=3, padding=1, output_padding=2, dilation=2),
         _normal(2, 4, 5), _normal(4, 3, 3))  # fmt: skip
    _add("conv_transpose2d_groups",
         lambda x, w: functional.conv_transpose2d(
             x, w, stride=2, padding=1, output_padding=1, groups=2),
         _normal(2, 4, 5, 6), _normal(4, 3, 3, 3))  # fmt: skip
    _add("conv3d", lambda x, w: functional.conv3d(x, w, padding=1, dilation=(1, 2, 1)),
         _normal(1, 2, 5, 6, 5), _normal(3, 2, 3, 3, 3))  # fmt: skip
    _add("conv_same_even", lambda x, w: functional.conv2d(x, w, padding="same"),
         _normal(1, 2, 5, 6), _normal(3, 2, 4, 2))  # fmt: skip
    _add("determinant", lambda a: (torch.linalg.det(a), torch.linalg.vector_norm(a, 3)),
         _normal(2, 3, 3))  # fmt: skip


def _normalisation() -> None:
    image, weight = _normal(2, 6, 4, 5), _normal(6)
    for opset in (20, 21):
        _add(f"group_norm_op{opset}", lambda x, w: functional.group_norm(x, 3, w, w), image,
             weight, opset=opset)  # fmt: skip
    _add("instance_norm", lambda x, w: functional.instance_norm(x, weight=w, bias=w), image, weight)
    _add("layer_norm", lambda x: functional.layer_norm(x, (4, 5)), image)
    _add("layer_norm_half", lambda x, w: functional.layer_norm(x, (6,), w, w),
         _normal(4, 6, dtype=torch.float16), _normal(6, dtype=torch.float16))  # fmt: skip
    _add("rms_norm_op23", lambda x, w: functional.rms_norm(x, (5,), w), _normal(2, 6, 5),
         _normal(5), opset=23)  # fmt: skip
    _add("local_response_norm", lambda x: functional.local_response_norm(x, 3), image)
    _add("batch_norm_training",
         lambda x, w: functional.batch_norm(
             x, torch.zeros(6), torch.ones(6), w, w, training=True), image, weight)  # fmt: skip
    _add("cross_entropy_smoothed",
         lambda x, t: functional.cross_entropy(x, t, label_smoothing=0.1),
         _normal(4, 6), _below(6, 4))  # fmt: skip
    _add("losses",
         lambda x, t: (
             functional.nll_loss(functional.log_softmax(x, 1), t, reduction="none"),
             functional.smooth_l1_loss(x, x.flip(0)),
             functional.binary_cross_entropy_with_logits(x, x.sigmoid())),
         _normal(4, 6), _below(6, 4))  # fmt: skip
    for mode in ("sum", "mean", "max"):
        EXPORTS.append(
            Export(
                f"embedding_bag_{mode}",
                lambda mode=mode: (
                    nn.EmbeddingBag(12, 5, mode=mode),
                    (torch.randint(12, (9,)), torch.tensor([0, 4, 6])),
                ),
            )
        )


def _windows() -> None:
    image = _normal(1, 2, 7, 9)
    _add("max_pool_indices", lambda x: functional.max_pool2d(x, 3, 2, 1, return_indices=True),
         image)  # fmt: skip
    _add("pool_ceil",
         lambda x: (
             functional.max_pool2d(x, 3, 2, 1, ceil_mode=True),
             functional.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=True),
             functional.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False)),
         _normal(1, 2, 8, 10))  # fmt: skip
    _add("avg_pool_divisor", lambda x: functional.avg_pool2d(x, 2, divisor_override=3),
         _normal(1, 2, 8, 10))  # fmt: skip
    _add("adaptive_pool", lambda x: functional.adaptive_avg_pool2d(x, (3, 2)),
         _normal(1, 2, 6, 8))  # fmt: skip
    _add("adaptive_pool_uneven", lambda x: functional.adaptive_avg_pool2d(x, (3, 4)), image)
    _add("lp_pool", lambda x: functional.lp_pool2d(x, 2.0, 3, 2), image)
    _add("max_unpool",
         lambda x: functional.max_unpool2d(
             *functional.max_pool2d(x, 2, 2, return_indices=True), 2, 2),
         _normal(1, 2, 6, 8))  # fmt: skip
    for mode in ("reflect", "replicate", "circular"):
        _add(f"pad_{mode}", lambda x, m=mode: functional.pad(x, (1, 2, 2, 1), m),
             _normal(1, 2, 5, 6))  # fmt: skip
    _add("pad_negative", lambda x: functional.pad(x, (-1, 2, 1, -2), value=0.5),
         _normal(1, 2, 5, 6))  # fmt: skip
    _add("pixel_shuffle", lambda x: functional.pixel_shuffle(x, 2), _normal(1, 8, 3, 4))
    _add("unfold_fold",
         lambda x: (
             functional.unfold(x, 3, padding=1, stride=2),
             functional.fold(functional.unfold(x, 2), (5, 6), 2)),
         _normal(1, 2, 5, 6))  # fmt: skip


def _spectra() -> None:
    wave, window = _normal(2, 64), torch.hann_window(16)
    _add("rfft", lambda x: torch.view_as_real(torch.fft.rfft(x)), _normal(3, 10))
    _add("fft_both_ways", lambda x: torch.fft.ifft(torch.fft.fft(x, norm="ortho") * 2).real,
         _normal(3, 10))  # fmt: skip
    _add("fft2_abs", lambda x: torch.fft.fft2(x).abs(), _normal(2, 6, 8))
    _add("stft",
         lambda x: torch.view_as_real(torch.stft(x, 16, 4, 16, window, return_complex=True)),
         wave)  # fmt: skip
    _add("stft_script",
         lambda x: torch.stft(x, 16, 4, 16, window, center=False, return_complex=False),
         wave, **_SCRIPT)  # fmt: skip
    _add("complex_product",
         lambda a, b: torch.view_as_real(torch.view_as_complex(a) * torch.view_as_complex(b)),
         _normal(4, 3, 2), _normal(4, 3, 2))  # fmt: skip


def _elements() -> None:
    table = _normal(4, 6)
    _add("activations",
         lambda x: (
             functional.gelu(x, approximate="tanh"), functional.silu(x), functional.mish(x),
             functional.elu(x), functional.selu(x), functional.celu(x, 0.7),
             functional.hardswish(x), functional.hardsigmoid(x), functional.softplus(x, 2.0, 3.0),
             functional.glu(x), functional.relu6(x), functional.logsigmoid(x),
             functional.softshrink(x), functional.hardshrink(x), functional.tanhshrink(x),
             functional.softmin(x, 1), functional.log_softmax(x, 0)),
         table)  # fmt: skip
    _add("pointwise",
         lambda x: (
             x.abs().sqrt(), x.exp2(), x.expm1(), x.sigmoid(), x.round(decimals=1), x.trunc(),
             x.frac(), x.sign(), torch.sinc(x), x.erf(), torch.atan2(x, x.flip(0)),
             x.logit(1e-6), x.lerp(x.flip(0), 0.3), torch.addcmul(x, x, x)),
         table)  # fmt: skip
    _add("logarithms", lambda x: (x.logsumexp(1), x.logcumsumexp(1)), table)
    _add("sums_on_the_way", lambda x: (x.cumsum(1), x.flip(0).cumsum(-1)), table)
    _add("products_on_the_way", lambda x: x.cumprod(0), table)
    _add("reductions",
         lambda x: (
             x.var(1), x.std(0, unbiased=False), x.norm(dim=1), x.norm(1, 0), x.prod(1),
             x.amax((0, 1)), x.argmin(1), (x > 0).any(1), (x > -3).all(), x.count_nonzero(),
             x.mean((0, 1), keepdim=True)),
         table)  # fmt: skip
    _add("movement",
         lambda x: (
             x.roll(2, 1), x.flip(1), x.tril(1), x.triu(-1), x.diagonal(), x.rot90(),
             x.unfold(1, 3, 2), x.repeat(2, 1), x.repeat_interleave(2, 1),
             *x.tensor_split(4, 1), x[:, ::2], x[..., -1], x[[2, 0]]),
         table)  # fmt: skip
    _add("integers",
         lambda a, b: (
             a // b, a % b, torch.fmod(a, b), a & b, a | b, a ^ b, ~a, a << 2, a >> 1,
             torch.div(a, b, rounding_mode="trunc")),
         _between(-20, 20), _between(1, 5))  # fmt: skip
    _add("integers32",
         lambda a, b: (
             a.sum(1), a.cumsum(0), a.max(1)[0], a * b, a.clamp(-3, 3), a.float().mean(), a.abs(),
             a.sort(1)[0], a == b, a.prod(1)),
         _between(-9, 9, torch.int32), _between(-9, 9, torch.int32))  # fmt: skip
    _add("integers8", lambda a: (a.sum(1), a.amax(1), a.float() / 3, a.to(torch.int64) * 2),
         _between(-128, 127, torch.int8))  # fmt: skip
    _add("remainders",
         lambda a, b: (torch.remainder(a, b), torch.fmod(a, b), torch.floor_divide(a, b)),
         _normal(4, 5), lambda: torch.randn(4, 5) + 3)  # fmt: skip
    _add("truth_values",
         lambda a, b: (
             a & b, a ^ b, ~a, a.float() + b, a.logical_or(b).sum(), torch.where(a, 1, 2)),
         lambda: torch.rand(4, 5) > 0.5, lambda: torch.rand(4, 5) > 0.5)  # fmt: skip
    _add("fake_quantised", lambda x: torch.fake_quantize_per_tensor_affine(x, 0.05, 3, -128, 127),
         _normal(2, 3, 4))  # fmt: skip
    _add("halves",
         lambda x: (x.softmax(-1), x.cumsum(1), x.var(1), functional.gelu(x), x @ x.t()),
         _normal(4, 6, dtype=torch.float16))  # fmt: skip
    _add("bfloat16", lambda x: (x.softmax(-1), x.cumsum(1), functional.gelu(x), x @ x.t()),
         _normal(4, 6, dtype=torch.bfloat16))  # fmt: skip
    _add("doubles", lambda x, y: (x.double() @ y).float() + x.sum(), _normal(4, 5),
         _normal(5, 3, dtype=torch.float64))  # fmt: skip
    _add("no_columns", lambda x: torch.cat([x[:, :0], x], 1).sum(1), table)
    _add("branches", lambda x: torch.cond(x.sum() > 0, torch.sin, torch.cos, (x,)), table)


for _family in (
    _sampling, _indexing, _products, _normalisation, _windows, _spectra, _elements,
):  # fmt: skip
    _family()
