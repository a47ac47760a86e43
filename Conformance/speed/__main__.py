"""Writes cases of one operator each, of the sizes that exported networks have: python -m speed FOLDER

They are for `wonnx-conform bench`; expected values are onnxruntime's.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

F = np.float32
random = np.random.default_rng(11)


def noise(*shape, dtype=F):
    return random.standard_normal(shape).astype(dtype)


def integers(low, high, *shape, dtype=np.int64):
    return random.integers(low, high, shape).astype(dtype)


def scalar(value, dtype=F):
    return np.array(value, dtype)


class Writer:
    def __init__(self, folder: str):
        self.folder = Path(folder) / "node"

    def add(self, name, operator, fed, held=(), opset=21, outputs=1, domain="", **attributes):
        """One node, whose inputs are fed, then held by the model; None is an absent one."""
        names = [f"x{k}" for k in range(len(fed))]
        names += ["" if value is None else f"w{k}" for k, value in enumerate(held)]
        results = [f"y{k}" for k in range(outputs)]
        self.write(
            name, [helper.make_node(operator, names, results, domain=domain, **attributes)],
            dict(zip(names, fed)),
            {n: v for n, v in zip(names[len(fed):], held) if v is not None}, opset)  # fmt: skip

    def write(self, name, nodes, fed, held, opset=21):
        declared = [
            helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(v.dtype), v.shape)
            for n, v in fed.items()
        ]
        result = nodes[-1].output[0]
        graph = helper.make_graph(
            nodes, name, declared, [onnx.ValueInfoProto(name=result)],
            [numpy_helper.from_array(v, n) for n, v in held.items()])  # fmt: skip
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
        model = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
        data = self.folder / name / "test_data_set_0"
        data.mkdir(parents=True, exist_ok=True)
        onnx.save(model, data.parent / "model.onnx")
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), providers=["CPUExecutionProvider"])
        expected = session.run([result], fed)[0]
        for k, (n, value) in enumerate([*fed.items(), (result, expected)]):
            place = f"input_{k}" if k < len(fed) else "output_0"
            onnx.save_tensor(numpy_helper.from_array(value, n), data / f"{place}.pb")


def quantised(add: Writer) -> None:
    scale, zero = scalar(0.02), scalar(3, np.int8)
    bytes_, weights = integers(0, 120, 128, 256, dtype=np.uint8), integers(-60, 60, 256, 256, dtype=np.int8)
    image = integers(0, 120, 1, 64, 28, 28, dtype=np.uint8)
    filters = integers(-60, 60, 64, 64, 3, 3, dtype=np.int8)
    add.add("matmulinteger", "MatMulInteger", [bytes_], [weights, scalar(7, np.uint8), np.zeros(256, np.int8)])
    add.add("matmulinteger_u8u8", "MatMulInteger", [bytes_], [weights.astype(np.uint8)])
    add.add("convinteger", "ConvInteger", [image], [filters], pads=[1] * 4)
    add.add("qlinearconv", "QLinearConv", [image],
            [scale, scalar(7, np.uint8), filters, scale, scalar(0, np.int8), scalar(5), scalar(3, np.uint8)],
            pads=[1] * 4)  # fmt: skip
    add.add("dynamicquantizelinear", "DynamicQuantizeLinear", [noise(128, 256)], outputs=3)
    add.add("quantizelinear", "QuantizeLinear", [noise(128, 256)], [scale, zero])
    add.add("dequantizelinear", "DequantizeLinear", [weights[:128]], [scale, zero])
    add.add("dequantizelinear_axis", "DequantizeLinear", [weights[:128]],
            [np.full(128, 0.02, F), np.zeros(128, np.int8)], axis=0)  # fmt: skip
    add.write("quantize_dequantize",
              [helper.make_node("QuantizeLinear", ["x", "s", "z"], ["q"]),
               helper.make_node("DequantizeLinear", ["q", "s", "z"], ["y"])],
              {"x": noise(128, 256)}, {"s": scale, "z": zero})  # fmt: skip


def products(add: Writer) -> None:
    for kind, dtype in (("f32", F), ("f16", np.float16)):
        add.add(f"matmul_{kind}", "MatMul", [noise(128, 256, dtype=dtype)], [noise(256, 256, dtype=dtype)])
        add.add(f"conv_{kind}", "Conv", [noise(1, 64, 28, 28, dtype=dtype)],
                [noise(64, 64, 3, 3, dtype=dtype)], pads=[1] * 4)  # fmt: skip
    add.add("gemv", "MatMul", [noise(1, 1024)], [noise(1024, 1024)])
    add.add("conv_1x1", "Conv", [noise(1, 128, 28, 28)], [noise(128, 128, 1, 1)])
    add.add("conv_depthwise", "Conv", [noise(1, 128, 28, 28)], [noise(128, 1, 3, 3)], pads=[1] * 4, group=128)
    add.add("conv_first", "Conv", [noise(1, 3, 224, 224)], [noise(32, 3, 3, 3)], pads=[1] * 4, strides=[2, 2])
    add.add("conv_long", "Conv", [noise(1, 32, 4096)], [noise(32, 32, 9)], pads=[4, 4])
    add.add("convtranspose", "ConvTranspose", [noise(1, 32, 32, 32)], [noise(32, 16, 2, 2)], strides=[2, 2])
    add.add("einsum", "Einsum", [noise(1, 8, 64, 64), noise(1, 8, 64, 64)], equation="bhid,bhjd->bhij")
    query = [noise(1, 8, 128, 64) for _ in range(3)]
    add.add("attention", "Attention", query, opset=23, is_causal=1)
    for name, gates in (("gru", 3), ("lstm", 4), ("rnn", 1)):
        add.add(name, name.upper(), [noise(64, 1, 64)],
                [noise(1, gates * 64, 64) * F(0.1), noise(1, gates * 64, 64) * F(0.1)], hidden_size=64)  # fmt: skip


def rows(add: Writer) -> None:
    add.add("softmax_last", "Softmax", [noise(8, 128, 128)], axis=-1)
    add.add("softmax_middle", "Softmax", [noise(8, 128, 128)], axis=1)
    add.add("layernormalization", "LayerNormalization", [noise(1, 128, 512)], [np.ones(512, F)])
    add.add("rmsnormalization", "RMSNormalization", [noise(1, 128, 512)], [np.ones(512, F)], opset=23)
    channels = [np.ones(32, F), np.zeros(32, F)]
    add.add("instancenormalization", "InstanceNormalization", [noise(1, 32, 64, 64)], channels)
    add.add("groupnormalization", "GroupNormalization", [noise(1, 32, 64, 64)], channels, num_groups=8)
    add.add("batchnormalization", "BatchNormalization", [noise(1, 32, 64, 64)],
            [*channels, np.zeros(32, F), np.ones(32, F)])  # fmt: skip
    table = noise(100, 4000)
    add.add("reducesum", "ReduceSum", [table], [scalar([1], np.int64)])
    add.add("reducemean_first", "ReduceMean", [table], [scalar([0], np.int64)])
    add.add("reducemax", "ReduceMax", [table], [scalar([1], np.int64)])
    add.add("argmax", "ArgMax", [table], axis=1)
    add.add("cumsum", "CumSum", [table], [scalar(1, np.int64)])
    add.add("topk", "TopK", [noise(1, 100_000)], [scalar([50], np.int64)], outputs=2)
    for name in ("MaxPool", "AveragePool"):
        add.add(name.lower(), name, [noise(1, 64, 56, 56)], kernel_shape=[3, 3], strides=[2, 2])
    add.add("globalaveragepool", "GlobalAveragePool", [noise(1, 512, 14, 14)])


def elements(add: Writer) -> None:
    x = noise(100, 1000)
    for name in ("Erf", "Gelu", "Exp", "Tanh", "Sigmoid", "HardSwish", "Relu"):
        add.add(name.lower(), name, [x])
    add.add("pow", "Pow", [np.abs(x)], [scalar(2.0)])
    add.add("add", "Add", [x, noise(100, 1000)])
    add.add("mul_channel", "Mul", [noise(1, 64, 56, 56), noise(1, 64, 1, 1)])
    add.write("where_broadcast", [helper.make_node("Where", ["c", "x", "m"], ["y"])],
              {"x": noise(1, 8, 128, 128)}, {"c": random.random((1, 1, 128, 128)) > 0.5, "m": scalar(-1e9)})  # fmt: skip
    add.add("cast_int32", "Cast", [integers(-9, 9, 128, 256, dtype=np.int32)], to=1)
    add.add("rotaryembedding", "RotaryEmbedding",
            [noise(1, 8, 128, 64), noise(1, 128, 32), noise(1, 128, 32)], opset=23)  # fmt: skip


def movements(add: Writer) -> None:
    table, updates = np.zeros((100_000, 4), F), np.ones((10, 4), F)
    add.add("scatterelements", "ScatterElements", [table, np.zeros((10, 4), np.int64), updates], axis=0)
    add.add("scatternd", "ScatterND", [table, np.arange(10)[:, None], updates])
    add.add("gather", "Gather", [noise(30_000, 384), integers(0, 30_000, 1, 128)])
    add.add("gatherelements", "GatherElements", [noise(1000, 4), integers(0, 1000, 100_000, 4)], axis=0)
    add.add("gathernd", "GatherND", [noise(1000, 4), integers(0, 1000, 100_000, 1)])
    add.add("nonzero", "NonZero", [(noise(100, 4000) > 0).astype(F)])
    add.add("onehot", "OneHot", [integers(0, 100, 4000)], [scalar(100, np.int64), scalar([0, 1])])
    add.add("unique", "Unique", [integers(0, 500, 20_000)], outputs=4)
    add.add("transpose", "Transpose", [noise(8, 128, 12, 32)], perm=[0, 2, 1, 3])
    add.add("concat", "Concat", [noise(1, 64, 28, 28), noise(1, 32, 28, 28)], axis=1)
    add.add("slice", "Slice", [noise(1, 64, 56, 56)],
            [scalar([0, 1], np.int64), scalar([55, 56], np.int64), scalar([2, 3], np.int64)])  # fmt: skip
    add.add("expand", "Expand", [noise(1, 128, 1)], [scalar([8, 128, 128], np.int64)])
    add.add("trilu", "Trilu", [noise(8, 128, 128)])
    add.add("pad_reflect", "Pad", [noise(1, 16, 64, 64)], [scalar([0, 0, 3, 3] * 2, np.int64)], mode="reflect")
    add.add("col2im", "Col2Im", [noise(1, 64, 900)], [scalar([31, 31], np.int64), scalar([2, 2], np.int64)])
    image = noise(1, 16, 64, 64)
    for mode in ("nearest", "linear", "cubic"):
        add.add(f"resize_{mode}", "Resize", [image], [None, scalar([1, 1, 2, 2])], mode=mode)
    add.add("gridsample", "GridSample", [image, (random.random((1, 64, 64, 2)) * 2 - 1).astype(F)])
    regions = np.tile(np.array([[1, 2, 14, 15]], F), (50, 1))
    add.add("roialign", "RoiAlign", [noise(1, 256, 24, 24), regions, np.zeros(50, np.int64)],
            output_height=7, output_width=7, sampling_ratio=2)  # fmt: skip
    corners = random.random((200, 2)) * 50
    boxes = np.concatenate([corners, corners + random.random((200, 2)) * 20], 1).astype(F)[None]
    add.add("nonmaxsuppression", "NonMaxSuppression", [boxes, random.random((1, 20, 200)).astype(F)],
            [scalar([50], np.int64), scalar([0.5])])  # fmt: skip
    add.add("stft", "STFT", [noise(1, 16_000, 1)], [scalar(160, np.int64), np.hanning(400).astype(F)],
            onesided=1)  # fmt: skip


def main() -> None:
    writer = Writer(sys.argv[1])
    for family in (quantised, products, rows, elements, movements):
        family(writer)


if __name__ == "__main__":
    main()
