#!/usr/bin/env bash
# onnx 1.23.2's checker accepts a graph in which two nodes have one name, with full_check and strict shapes
# too, although the IR says that names of nodes are unique in a graph (docs/IR.md, "Names Within a Graph").
# onnxruntime 1.32.0 refuses such a model when it opens it, unless the name is empty.
#
# A careful engineer would take a model that passes the full check for one that opens. For a tool that
# writes models it means: names of nodes that it makes have to be new, and the checker does not say so.
#
# Seen with: onnx 1.23.2, onnxruntime 1.32.0, CPython 3.11.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnx==1.23.2 onnxruntime==1.32.0
"$folder/venv/bin/python" - <<'PYTHON'
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper


def outcome(name: str) -> str:
    value = lambda n: helper.make_tensor_value_info(n, TensorProto.FLOAT, [2])
    nodes = [helper.make_node("Abs", ["x"], ["a"], name=name),
             helper.make_node("Neg", ["a"], ["y"], name=name)]
    graph = helper.make_graph(nodes, "g", [value("x")], [value("y")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    try:
        ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    except Exception as error:
        print(f"two nodes named '{name}': onnx accepts, onnxruntime says: {error}")
        return "refused"
    print(f"two nodes named '{name}': both accept")
    return "accepted"


assert outcome("twice") == "refused"
assert outcome("") == "accepted"
PYTHON
