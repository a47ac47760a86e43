#!/usr/bin/env bash
# onnxruntime 1.32.0's TreeEnsembleClassifier gives labels that are not those of its greatest scores. Where a
# model of two classes lists all of its weights under the second one, the scores are [0, s] as the text
# has it, but the label is the second class only where s is above 0.5, as if the first score were 1 - s.
# With the same weights listed under the first class, scores are [1 - s, s] (or, as soon as one weight is
# negative, [-s, s]), and labels fit them.
#
# A careful engineer would expect Y to be the class of the greatest number in Z, whatever the index of the
# class, and no change of the scores' form with the sign of a weight. For a writer of models it means: list
# a score of two classes under class 0, and read Y, not Z, of files by others.
#
# Seen with: onnxruntime 1.32.0, onnx 1.23.2, CPython 3.11.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnxruntime==1.32.0 onnx==1.23.2
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import onnxruntime
from onnx import TensorProto, helper


def scores(class_id, weights):
    """One tree: the first weight up to 0.5, the second above."""
    node = helper.make_node(
        "TreeEnsembleClassifier", ["X"], ["Y", "Z"], domain="ai.onnx.ml", post_transform="NONE",
        nodes_treeids=[0, 0, 0], nodes_nodeids=[0, 1, 2], nodes_featureids=[0, 0, 0],
        nodes_values=[0.5, 0.0, 0.0], nodes_modes=["BRANCH_LEQ", "LEAF", "LEAF"],
        nodes_truenodeids=[1, 0, 0], nodes_falsenodeids=[2, 0, 0], classlabels_int64s=[0, 1],
        class_treeids=[0, 0], class_nodeids=[1, 2], class_ids=[class_id] * 2, class_weights=weights)
    graph = helper.make_graph(
        [node], "trees", [helper.make_tensor_value_info("X", TensorProto.FLOAT, [2, 1])],
        [helper.make_tensor_value_info("Y", TensorProto.INT64, [2]),
         helper.make_tensor_value_info("Z", TensorProto.FLOAT, [2, 2])])
    imports = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=imports, ir_version=8)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"])
    labels, found = session.run(None, {"X": np.array([[0], [1]], np.float32)})
    print(f"class {class_id}, weights {weights}: labels {labels.tolist()}, scores {found.tolist()}")
    return labels.tolist(), found.astype(float).round(6).tolist()


assert scores(1, [0.2, 0.8]) == ([0, 1], [[0.0, 0.2], [0.0, 0.8]])
assert scores(0, [0.2, 0.8]) == ([0, 1], [[0.8, 0.2], [0.2, 0.8]])
assert scores(0, [-0.2, 0.8]) == ([0, 1], [[0.2, -0.2], [-0.8, 0.8]])
PYTHON
