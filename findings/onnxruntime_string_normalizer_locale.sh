#!/usr/bin/env bash
# onnxruntime 1.32.0 makes a session of an ONNX StringNormalizer that folds case only where the
# system has the locale en_US.UTF-8 installed, although the node names no locale.
#
# Slim container images have C.UTF-8 alone. There a model of a text pipeline fails to load, with
# the advice to install a language pack, and it runs on the developer's machine. ONNX
# (StringNormalizer-10) has the default "en_US or platform specific equivalent as decided by the
# implementation", and C.UTF-8, which onnxruntime takes by name, would be one. Stop words that are
# compared without regard to case need it as well, even where the case is left as it is.
#
# LOCPATH points glibc to an empty folder, so that this shows on a machine with locales too.
#
# Seen with: onnxruntime 1.32.0, onnx 1.23.2, glibc 2.36 and later, x86-64.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnxruntime==1.32.0 onnx==1.23.2
mkdir "$folder/locales"
LOCPATH="$folder/locales" "$folder/venv/bin/python" - <<'PYTHON'
import onnxruntime
from onnx import TensorProto, helper

STRINGS = ["monday", "Tuesday"]


def session(**attributes):
    node = helper.make_node("StringNormalizer", ["X"], ["Y"], **attributes)
    graph = helper.make_graph(
        [node], "strings",
        [helper.make_tensor_value_info("X", TensorProto.STRING, [2])],
        [helper.make_tensor_value_info("Y", TensorProto.STRING, [2])],
    )  # fmt: skip
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 10)], ir_version=8)
    return onnxruntime.InferenceSession(
        proto.SerializeToString(), providers=["CPUExecutionProvider"])


folds = {"case_change_action": "LOWER"}
ignores = {"case_change_action": "NONE", "is_case_sensitive": 0, "stopwords": ["monday"]}
for attributes in folds, ignores:
    try:
        session(**attributes)
    except Exception as error:
        print(attributes, "refused:", str(error).split("Failed")[-1].splitlines()[0][:80])
        assert "en_US.UTF-8" in str(error), "refused for another reason"
    else:
        raise SystemExit(f"{attributes} is no longer refused without the locale")
assert session().run(None, {"X": STRINGS})[0].tolist() == STRINGS, "nothing to fold: no locale"
found = session(**folds, locale="C.UTF-8").run(None, {"X": STRINGS})[0].tolist()
print("with locale C.UTF-8:", found)
assert found == ["monday", "tuesday"]
print("As described: onnxruntime", onnxruntime.__version__)
PYTHON
