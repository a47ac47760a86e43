"""Writes cases whose sums end around the blocks of the order of summation: python -m blocks FOLDER

The suite's sums are short: MatMul has a depth of 4 there. These have lengths below, at and above
16, 128, 256, 128 * 128 and what follows from them for windows, in the operators that sum. They are for
`wonnx-conform bits`, which holds runtimes against each other: expected values are zeros.
"""

import sys
from pathlib import Path

import numpy as np
from onnx import helper, numpy_helper, shape_inference

ROW_LENGTHS = (1, 2, 15, 16, 17, 33, 127, 128, 129, 300, 2049, 16385, 70000)
DEPTHS = (1, 3, 127, 255, 256, 257, 513, 1000)
CHANNELS = (1, 27, 28, 29, 57, 256, 257)
random = np.random.default_rng(7)


def noise(*shape, dtype=np.float32):
    return random.standard_normal(shape).astype(dtype)


class Writer:
    def __init__(self, folder):
        self.folder = Path(folder) / "node"

    def add(self, name, operator, inputs, opset=20, constants=None, **attributes):
        """One case of one node, whose inputs are the given arrays and then the constants."""
        constants = constants or []
        names = [f"i{k}" for k in range(len(inputs) + len(constants))]
        given = dict(zip(names, inputs))
        kept = dict(zip(names[len(inputs):], constants))
        dtype = helper.np_dtype_to_tensor_dtype(inputs[0].dtype)
        graph = helper.make_graph(
            [helper.make_node(operator, names, ["y"], **attributes)], name,
            [helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
             for n, a in given.items()],
            [helper.make_tensor_value_info("y", dtype, None)],
            [numpy_helper.from_array(a, n) for n, a in kept.items()])
        imports = [helper.make_opsetid("", opset)]
        model = helper.make_model(graph, opset_imports=imports, ir_version=9)
        data = self.folder / f"test_{name}" / "test_data_set_0"
        data.mkdir(parents=True)
        (data.parent / "model.onnx").write_bytes(model.SerializeToString())
        for k, array in enumerate(inputs):
            (data / f"input_{k}.pb").write_bytes(numpy_helper.from_array(array).SerializeToString())
        output = shape_inference.infer_shapes(model, data_prop=True).graph.output[0]
        dims = [axis.dim_value for axis in output.type.tensor_type.shape.dim]
        zeros = np.zeros(dims, inputs[0].dtype)
        (data / "output_0.pb").write_bytes(numpy_helper.from_array(zeros, "y").SerializeToString())


def rows(w, n):
    last, first, outer = np.array([1]), np.array([0]), np.array([0, 2])
    for operator in ("ReduceSum", "ReduceMean", "ReduceL1", "ReduceL2", "ReduceLogSumExp"):
        w.add(f"{operator}_{n}", operator, [noise(3, n)], constants=[last])
    w.add(f"ReduceSum_double_{n}", "ReduceSum", [noise(2, n, dtype=np.float64)], constants=[last])
    w.add(f"ReduceSum_half_{n}", "ReduceSum", [noise(2, n, dtype=np.float16)], constants=[last])
    w.add(f"ReduceSum_columns_{n}", "ReduceSum", [noise(n, 5)], constants=[first])
    w.add(f"LayerNormalization_{n}", "LayerNormalization", [noise(3, n), noise(n), noise(n)])
    if n > 3000:
        return
    w.add(f"ReduceSum_axes_{n}", "ReduceSum", [noise(5, 3, n)], constants=[outer])
    w.add(f"Softmax_{n}", "Softmax", [noise(4, n)])
    w.add(f"Softmax_columns_{n}", "Softmax", [noise(n, 3)], axis=0)
    w.add(f"LogSoftmax_{n}", "LogSoftmax", [noise(4, n)])
    w.add(f"LpNormalization_{n}", "LpNormalization", [noise(3, n)])
    w.add(f"InstanceNormalization_{n}", "InstanceNormalization",
          [noise(2, 3, n), noise(3), noise(3)])
    labels = random.integers(0, n, 300)
    w.add(f"SoftmaxCrossEntropyLoss_{n}", "SoftmaxCrossEntropyLoss", [noise(300, n), labels])


def products(w, k):
    for m, n in ((1, 6), (3, 300), (65, 67)):
        w.add(f"MatMul_{m}_{k}", "MatMul", [noise(m, k), noise(k, n)])
        for a, b in ((0, 1), (1, 0), (1, 1)):
            left, right = noise(*((k, m) if a else (m, k))), noise(*((n, k) if b else (k, n)))
            w.add(f"Gemm_{m}_{k}_{a}{b}", "Gemm", [left, right, noise(n)], transA=a, transB=b,
                  alpha=0.3, beta=0.7)
    for name, dtype in (("double", np.float64), ("half", np.float16)):
        operands = [noise(5, k, dtype=dtype), noise(k, 6, dtype=dtype)]
        w.add(f"MatMul_{name}_{k}", "MatMul", operands)
    w.add(f"Einsum_{k}", "Einsum", [noise(5, k), noise(k, 7), noise(7, 6)], equation="ij,jk,kl->il")
    w.add(f"Attention_{k}", "Attention",
          [noise(1, 2, 9, 40), noise(1, 2, k, 40), noise(1, 2, k, 20)], opset=23)
    if k > 600:
        return
    for operator, gates in (("LSTM", 4), ("GRU", 3), ("RNN", 1)):
        w.add(f"{operator}_{k}", operator, [noise(3, 2, 300), noise(1, gates * k, 300) / 20,
              noise(1, gates * k, k) / 20, noise(1, 2 * gates * k)], hidden_size=k)


def windows(w, c):
    for kernel in (1, 3, 5):
        pads = [kernel // 2] * 4
        w.add(f"Conv_{c}_{kernel}", "Conv",
              [noise(1, c, 9, 11), noise(9, c, kernel, kernel), noise(9)], pads=pads)
        w.add(f"Conv_tiled_{c}_{kernel}", "Conv",
              [noise(1, c, 30, 33), noise(17, c, kernel, kernel)], pads=pads)
    infinite = noise(2, c, 3, 3)
    infinite[0, 0, 0, 0] = np.inf
    w.add(f"Conv_infinite_{c}", "Conv", [noise(1, c, 4, 5), infinite], pads=[1] * 4)
    w.add(f"Conv_3d_{c}", "Conv", [noise(1, c, 5, 6, 7), noise(3, c, 3, 3, 3)], pads=[1] * 6)
    w.add(f"ConvTranspose_{c}", "ConvTranspose",
          [noise(1, c, 7, 8), noise(c, 5, 3, 3)], strides=[2, 2])


def large_windows(w, kernel):
    pads = [kernel // 2] * 4
    x, shape = noise(1, 6, 36, 37), (kernel, kernel)
    w.add(f"Conv_window_{kernel}", "Conv", [x, noise(4, 6, *shape)], pads=pads)
    w.add(f"Conv_depthwise_{kernel}", "Conv", [x, noise(6, 1, *shape)], group=6, pads=pads)
    w.add(f"AveragePool_{kernel}", "AveragePool", [x], kernel_shape=shape, pads=pads)
    w.add(f"LpPool_{kernel}", "LpPool", [x], kernel_shape=shape, p=3)
    plane = noise(2, 3, 5 * kernel, kernel)
    w.add(f"GlobalAveragePool_{kernel}", "GlobalAveragePool", [plane])
    w.add(f"GlobalLpPool_{kernel}", "GlobalLpPool", [plane])


def main():
    writer = Writer(sys.argv[1])
    for make, sizes in ((rows, ROW_LENGTHS), (products, DEPTHS), (windows, CHANNELS),
                        (large_windows, (3, 11, 12, 16, 17, 33))):
        for size in sizes:
            make(writer, size)


main()
