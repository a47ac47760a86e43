"""MatMulNBits and GatherBlockQuantized: numbers in codes of few bits, in blocks."""

from collections.abc import Iterator

import ml_dtypes
import numpy as np

from ..case import Case, seeded


def packed(codes: np.ndarray, bits: int) -> np.ndarray:
    """Codes along the last axis in bytes, the lowest bits first, rows filled up."""
    flags = (codes[..., None] >> np.arange(bits)) & 1
    flags = flags.reshape(*codes.shape[:-1], codes.shape[-1] * bits)
    return np.packbits(flags.astype(np.uint8), axis=-1, bitorder="little")


def product(
    a: np.ndarray,
    codes: np.ndarray,
    scales: np.ndarray,
    zeros: np.ndarray | float,
    blocks: np.ndarray,
    bias: np.ndarray | None,
) -> np.ndarray:
    """`blocks` is the block of every k; zeros are one a column and block, or one for all."""
    wide = scales.astype(np.float64)[:, blocks]
    offset = zeros if np.isscalar(zeros) else np.asarray(zeros, np.float64)[:, blocks]
    weights = (codes.astype(np.float64) - offset) * wide
    y = a.astype(np.float64) @ weights.T
    return y if bias is None else y + bias.astype(np.float64)


def matmul_case(
    name: str,
    shape: tuple[int, ...],
    columns: int,
    block: int,
    bits: int = 4,
    zeros: str = "none",
    groups: bool = False,
    bias: bool = False,
    dtype: str = "float32",
    flat: bool = False,
    level: int | None = None,
    constant: bool = False,
    reason: str = "",
) -> Case:
    draw = seeded(f"MatMulNBits/{name}")
    depth = shape[-1]
    count = -(-depth // block)
    element = np.dtype(dtype)
    a = draw.normal(size=shape).astype(element)
    codes = draw.integers(0, 2**bits, (columns, count * block))
    b = packed(codes.reshape(columns, count, block), bits)
    scales = draw.uniform(0.5, 2, (columns, count)).astype(element)
    points: np.ndarray | float = 2.0 ** (bits - 1)
    given = None
    if zeros == "packed":
        points = draw.integers(0, 2**bits, (columns, count))
        given = packed(points, bits)
    elif zeros == "floats":
        points = given = draw.uniform(0, 2**bits - 1, (columns, count)).astype(element)
    order = np.arange(depth) // block
    if groups:
        order = draw.permutation(order)
    addend = draw.normal(size=columns).astype(element) if bias else None
    y = product(a, codes[:, :depth], scales, points, order, addend)
    attributes = {"K": depth, "N": columns, "block_size": block, "bits": bits}
    if level is not None:
        attributes["accuracy_level"] = level
    inputs = [
        a,
        b,
        scales.reshape(-1) if flat else scales,
        given,
        order.astype(np.int32) if groups else None,
        addend,
    ]
    fixed = tuple(k for k in (1, 2, 3) if constant and inputs[k] is not None)
    return Case(
        "MatMulNBits",
        name,
        inputs,
        [y.astype(element)],
        attributes,
        constants=fixed,
        reason=reason,
    )


def matmuls() -> Iterator[Case]:
    yield matmul_case("one_row", (1, 64), 24, 32)
    yield matmul_case("vector", (64,), 7, 32)
    yield matmul_case("batch", (2, 3, 64), 9, 16)
    yield matmul_case("odd_depth", (3, 45), 5, 16)
    yield matmul_case("block_past_depth", (3, 33), 6, 256)
    yield matmul_case("one_column", (5, 48), 1, 16)
    yield matmul_case("flat_scales", (3, 64), 8, 16, flat=True)
    for bits in (2, 4, 8):
        yield matmul_case(f"bits{bits}", (4, 96), 17, 32, bits)
        yield matmul_case(f"bits{bits}_packed_zeros", (4, 96), 17, 32, bits, "packed")
        yield matmul_case(f"bits{bits}_row", (1, 300), 70, 16, bits, "packed", bias=True)
        yield matmul_case(
            f"bits{bits}_constant", (2, 256), 130, 32, bits, "packed", constant=True
        )
    for bits in (2, 4):
        yield matmul_case(f"bits{bits}_float_zeros", (4, 96), 17, 32, bits, "floats")
    for bits in (3, 5, 6, 7):
        why = "onnxruntime takes 2, 4 and 8 bits, though its text says 2 to 8"
        yield matmul_case(f"bits{bits}", (3, 96), 19, 32, bits, reason=why)
        yield matmul_case(f"bits{bits}_zeros", (1, 96), 19, 32, bits, "packed", reason=why)
    yield matmul_case("groups", (3, 96), 10, 32, groups=True)
    yield matmul_case("groups_row", (1, 96), 10, 32, groups=True, bias=True)
    yield matmul_case("groups_float_zeros", (3, 96), 10, 32, zeros="floats", groups=True)
    why = "onnxruntime ignores packed zero points where g_idx is given"
    yield matmul_case("groups_zeros", (3, 96), 10, 32, zeros="packed", groups=True, reason=why)
    yield matmul_case("bias", (3, 64), 11, 32, bias=True)
    yield matmul_case("half", (3, 64), 11, 32, dtype="float16", bias=True)
    yield matmul_case("half_row", (1, 512), 33, 32, dtype="float16", zeros="packed")
    yield matmul_case("half_many", (9, 64), 11, 32, dtype="float16", bias=True)
    yield matmul_case("half_float_zeros", (2, 64), 11, 32, dtype="float16", zeros="floats")
    for level in (1, 2, 3):
        yield matmul_case(f"level{level}", (2, 64), 12, 32, level=level)
    yield matmul_case("level4_fed", (2, 64), 12, 32, level=4)
    why = "onnxruntime rounds A to int8 at level 4, which is allowed and not meant"
    yield matmul_case("level4_constant", (2, 64), 12, 32, level=4, constant=True, reason=why)
    yield matmul_case("row_of_blocks", (1, 1030), 130, 128, zeros="packed", constant=True)
    yield matmul_case("large", (130, 257), 67, 32, zeros="packed", bias=True, constant=True)
    yield matmul_case("large_row", (1, 4096), 257, 32, constant=True)
    yield matmul_case("three_rows", (3, 700), 66, 64, bits=8, constant=True)
    yield matmul_case("no_rows", (0, 64), 12, 32)


def gather_case(
    name: str,
    kind: str,
    shape: tuple[int, ...],
    indices: np.ndarray,
    block: int = 16,
    bits: int = 4,
    gather_axis: int = 0,
    quantize_axis: int = -1,
    zeros: bool = False,
    dtype: str = "float32",
) -> Case:
    """`shape` counts codes."""
    draw = seeded(f"GatherBlockQuantized/{name}")
    element = np.dtype(dtype)
    axis, quantised = gather_axis % len(shape), quantize_axis % len(shape)
    low, high = (-8, 8) if kind == "int4" else (0, 2**bits)
    codes = draw.integers(low, high, shape)
    blocks = list(shape)
    blocks[quantised] = -(-shape[quantised] // block)
    scales = draw.uniform(0.5, 2, blocks).astype(element)
    points = draw.integers(low, high, blocks)
    offset = points if zeros else np.full(blocks, 2 ** (bits - 1) if kind == "uint8" else 0)

    def encoded(values: np.ndarray) -> np.ndarray:
        if kind == "uint8":
            return packed(values, bits)
        return values.astype(getattr(ml_dtypes, kind))

    order = np.arange(shape[quantised]) // block
    wide = np.take(scales.astype(np.float64), order, quantised)
    numbers = (codes - np.take(offset, order, quantised)) * wide
    extent = shape[axis]
    inside = (indices >= -extent) & (indices < extent)
    y = np.take(numbers, np.where(inside, indices, 0) % max(extent, 1), axis)
    spread = inside.reshape((1,) * axis + indices.shape + (1,) * (len(shape) - axis - 1))
    y = np.where(spread, y, 0.0)
    attributes = {
        "gather_axis": gather_axis,
        "quantize_axis": quantize_axis,
        "block_size": block,
        "bits": bits,
    }
    inputs = [encoded(codes), indices, scales, encoded(points) if zeros else None]
    # onnxruntime takes no numpy arrays of four bits.
    fixed = () if kind == "uint8" else (0, 3) if zeros else (0,)
    return Case("GatherBlockQuantized", name, inputs, [y.astype(element)], attributes, fixed)


def gathers() -> Iterator[Case]:
    plain = np.array([[1, 0], [-1, 3]], np.int64)
    short = plain.astype(np.int32)
    for bits in (2, 4, 8):
        yield gather_case(f"bytes{bits}", "uint8", (5, 64), plain, bits=bits)
        yield gather_case(f"bytes{bits}_zeros", "uint8", (5, 64), plain, bits=bits, zeros=True)
        yield gather_case(
            f"bytes{bits}_odd_blocks", "uint8", (4, 48), plain, bits=bits, zeros=True
        )
    yield gather_case("bytes_rank3", "uint8", (4, 3, 32), plain, zeros=True)
    yield gather_case("bytes_short_block", "uint8", (4, 40), short, block=32, zeros=True)
    yield gather_case("bytes_half", "uint8", (4, 32), plain, dtype="float16", zeros=True)
    yield gather_case("bytes_block_past_axis", "uint8", (4, 24), plain, block=64)
    for kind in ("int4", "uint4"):
        yield gather_case(f"{kind}", kind, (5, 40), plain)
        yield gather_case(f"{kind}_zeros", kind, (5, 40), short, zeros=True)
        yield gather_case(f"{kind}_first_axis", kind, (40, 6), plain, quantize_axis=0)
        yield gather_case(
            f"{kind}_same_axis", kind, (4, 40, 3), plain, 16, 4, 1, 1, zeros=True
        )
        yield gather_case(f"{kind}_last_gathered", kind, (33, 5), plain, 16, 4, -1, 0)
        yield gather_case(f"{kind}_half", kind, (5, 32), plain, zeros=True, dtype="float16")
    outside = np.array([5, -6, 2, 100, -1], np.int64)
    yield gather_case("outside", "uint8", (5, 32), outside)
    yield gather_case("outside_int4", "int4", (5, 32), outside.astype(np.int32), zeros=True)
    yield gather_case("scalar_index", "int4", (5, 32), np.array(3, np.int64))
    yield gather_case("no_indices", "uint8", (5, 32), np.zeros((0,), np.int64))
    many = seeded("GatherBlockQuantized/many").integers(0, 130, (37,))
    yield gather_case("large", "uint8", (130, 256), many, block=32, zeros=True)


def cases() -> Iterator[Case]:
    yield from matmuls()
    yield from gathers()
