#!/usr/bin/env bash
# onnx 1.23.2's reference evaluator takes GRU and LSTM nodes that name their activations or a clip, and gives
# the values of the defaults: it reads neither attribute. RNN reads `activations`, but not `clip`. No warning is
# given.
#
# A careful engineer would expect the reference to heed an attribute or to refuse the node, and would take
# its values for the standard's.
#
# Seen with: onnx 1.23.2, numpy 2.4.6, CPython 3.11.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnx==1.23.2 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

SHAPES = {"X": (4, 2, 3)}


def outputs(operator, gates, **attributes):
    random = np.random.default_rng(1)
    shapes = SHAPES | {"W": (1, gates * 5, 3), "R": (1, gates * 5, 5)}
    feeds = {name: random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    node = helper.make_node(operator, list(feeds), ["Y"], hidden_size=5, **attributes)
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    output = helper.make_tensor_value_info("Y", TensorProto.FLOAT, (4, 1, 2, 5))
    model = helper.make_model(
        helper.make_graph([node], "g", inputs, [output]),
        opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    return ReferenceEvaluator(model).run(None, feeds)[0]


ignored = []
clip = {"clip": 0.1}
for operator, gates, attributes in (
    ("RNN", 1, clip), ("GRU", 3, {"activations": ["Relu", "Tanh"]} | clip),
    ("LSTM", 4, {"activations": ["Relu", "Relu", "Relu"]} | clip)):
    plain = outputs(operator, gates)
    for name, value in attributes.items():
        same = np.array_equal(plain, outputs(operator, gates, **{name: value}))
        print(f"{operator} {name}={value}: {'the default values' if same else 'other values'}")
        if same:
            ignored.append(f"{operator} {name}")
assert ignored == ["RNN clip", "GRU activations", "GRU clip", "LSTM activations", "LSTM clip"], ignored
PYTHON
