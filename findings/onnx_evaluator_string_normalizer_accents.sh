#!/usr/bin/env bash
# onnx 1.23.2's reference evaluator takes the accents off letters in StringNormalizer: 'é' becomes 'e', with
# case_change_action NONE and no stopwords too. The operator's text speaks of stop words and letter case alone;
# onnxruntime 1.32.0 leaves 'é' as it is.
#
# A careful engineer would expect a node that is told to change nothing to change nothing.
#
# Seen with: onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6, CPython 3.11.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

words = np.array(["\u00e9t\u00e9", "na\u00efve"], dtype=object)
node = helper.make_node("StringNormalizer", ["X"], ["Y"], case_change_action="NONE")
value = lambda name: helper.make_tensor_value_info(name, TensorProto.STRING, [2])
model = helper.make_model(
    helper.make_graph([node], "g", [value("X")], [value("Y")]),
    opset_imports=[helper.make_opsetid("", 10)], ir_version=10)
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
theirs = list(ReferenceEvaluator(model).run(None, {"X": words})[0])
other = list(session.run(None, {"X": words})[0])
print("onnx:", theirs)
print("onnxruntime:", other)
assert theirs == ["ete", "naive"], theirs
assert other == list(words), other
PYTHON
