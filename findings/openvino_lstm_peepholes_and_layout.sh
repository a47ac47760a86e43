#!/usr/bin/env bash
# OpenVINO 2026.4.1 reads an ONNX LSTM and computes another one, without a word:
#
#   * the seventh input, the peepholes P, is left out: the outputs are those of P = 0;
#   * layout = 1 (batch first, ONNX LSTM since opset 14) is computed as if it were 0: the batch
#     is taken for time, so that each row goes on from the state of the one before.
#
# An exporter's model with either attribute loads, runs, and returns plausible numbers. A careful
# engineer would expect an error of conversion. The oracle is onnx's own reference evaluator, and
# for the second the same formula fed with one row of the batch alone.
#
# Seen with: openvino 2026.4.1, onnx 1.23.2, numpy 2, CPython 3.11 and later, x86-64.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openvino==2026.4.1 onnx==1.23.2
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import openvino
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

HIDDEN, FEATURES, BATCH = 3, 2, 2
core = openvino.Core()
draw = np.random.default_rng(7)
weights = {
    "W": draw.normal(size=(1, 4 * HIDDEN, FEATURES)).astype(np.float32),
    "R": draw.normal(size=(1, 4 * HIDDEN, HIDDEN)).astype(np.float32),
    "P": draw.normal(size=(1, 3 * HIDDEN)).astype(np.float32),
}


def model(layout, steps, rows, peepholes):
    """Y_h of one LSTM over zeros as initial state."""
    shape = [rows, steps, FEATURES] if layout else [steps, rows, FEATURES]
    names = ["X", "W", "R", "", "", "", "", "P"] if peepholes else ["X", "W", "R"]
    node = helper.make_node("LSTM", names, ["", "Y_h"], hidden_size=HIDDEN, layout=layout)
    last = [rows, 1, HIDDEN] if layout else [1, rows, HIDDEN]
    graph = helper.make_graph(
        [node], "lstm",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("Y_h", TensorProto.FLOAT, last)],
        [helper.make_tensor(n, TensorProto.FLOAT, v.shape, v.ravel())
         for n, v in weights.items() if n in names],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)


def openvinos(proto, x):
    compiled = core.compile_model(
        core.read_model(proto.SerializeToString()), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return compiled([x])[0]


def onnxs(proto, x):
    return ReferenceEvaluator(proto).run(None, {"X": x})[0]


def near(a, b):
    return bool(np.allclose(a, b, rtol=1e-3, atol=1e-5))


x = draw.normal(size=(4, BATCH, FEATURES)).astype(np.float32)
with_p, without = model(0, 4, BATCH, True), model(0, 4, BATCH, False)
assert near(openvinos(without, x), onnxs(without, x)), "without peepholes the two agree"
assert not near(onnxs(with_p, x), onnxs(without, x)), "the peepholes matter"
found = openvinos(with_p, x)
print("peepholes: onnx", onnxs(with_p, x).ravel()[:3], "openvino", found.ravel()[:3])
assert near(found, onnxs(without, x)), "openvino's is no longer that of P = 0"

rows = np.ascontiguousarray(x.transpose(1, 0, 2))
found = openvinos(model(1, 4, BATCH, False), rows)
alone = onnxs(without, x).reshape(BATCH, HIDDEN)
print("layout 1: onnx", alone[1], "openvino's shape", found.shape, "values", found.ravel()[-3:])
assert not near(found.reshape(-1, HIDDEN)[-1], alone[1]), "openvino now reads layout 1"
print("As described: OpenVINO", openvino.__version__)
PYTHON
