#!/usr/bin/env bash
# onnxruntime 1.32.0 ships onnxruntime.quantization.matmul_nbits_quantizer, which imports onnx_ir. The wheel
# declares no such requirement, neither a plain nor an optional one: beside onnx, which the other quantisers
# need, the import fails until onnx_ir is installed by hand.
#
# A careful engineer would expect the package's own modules to import with what it requires. For scripts
# that make blocked int4 models it means: pin onnx_ir beside onnxruntime.
#
# Seen with: onnxruntime 1.32.0, onnx 1.23.2, CPython 3.11.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnxruntime==1.32.0 onnx==1.23.2
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import requires

import onnxruntime.quantization  # The quantisers in general import.

declared = requires("onnxruntime") or []
print("declared:", declared)
assert not any("onnx_ir" in line or "onnx-ir" in line for line in declared)
try:
    import onnxruntime.quantization.matmul_nbits_quantizer
    raise SystemExit("It imports: the behaviour has changed.")
except ModuleNotFoundError as error:
    print("import:", error)
    assert error.name == "onnx_ir"
PYTHON
