#!/usr/bin/env bash
# OpenVINO's CPU plugin computes a float32 model in bfloat16, unasked, on a processor that has
# instructions for it.
#
# Version: openvino 2026.4.1 from PyPI (model made by onnx 1.23.2), on a processor with avx512_bf16.
# Guess:   a model of float32 is computed in float32 unless an option asks for less.
# Seen:    INFERENCE_PRECISION_HINT is bfloat16 by default there. A product of two 64 × 64 matrices of
#          numbers in 0..<1, whose sums of 64 terms should err by some 1e-7 of the result, errs by
#          1.5e-3; with the hint f32, or EXECUTION_MODE_HINT ACCURACY, by 4e-7. The same program on a
#          processor without these instructions computes in float32, so results depend on the machine.
# Matters: a comparison with OpenVINO has to set the hint: our adapter asks for ACCURACY, and the timings
#          of `wonnx-conform bench` for f32.
#
# Run by hand: it installs into a temporary folder. Exit status 1 when the behaviour has changed, 2 where the
# processor has neither avx512_bf16 nor amx_bf16.
set -euo pipefail
if ! grep -qE 'avx512_bf16|amx_bf16' /proc/cpuinfo; then
  echo "This processor has no instructions for bfloat16."
  exit 2
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q onnx==1.23.2 numpy==2.4.6 openvino==2026.4.1
"$work/venv/bin/python" - "$work/product.onnx" <<'PYTHON'
import sys

import numpy as np
import onnx
import openvino
from onnx import helper

matrix = lambda name: helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [64, 64])
graph = helper.make_graph(
    [helper.make_node("MatMul", ["a", "b"], ["y"])], "product", [matrix("a"), matrix("b")], [matrix("y")])
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), sys.argv[1])
random = np.random.default_rng(0)
a, b = random.random((2, 64, 64), dtype=np.float32)
exact = a.astype(np.float64) @ b.astype(np.float64)
core = openvino.Core()
print("by default:", core.get_property("CPU", "INFERENCE_PRECISION_HINT"))
errors = []
for properties in ({}, {"INFERENCE_PRECISION_HINT": "f32"}, {"EXECUTION_MODE_HINT": "ACCURACY"}):
    found = core.compile_model(sys.argv[1], "CPU", properties)([a, b])[0]
    errors.append(float(np.abs(found / exact - 1).max()))
    print(properties, f"errs by {errors[-1]:.2g}")
assert errors[0] > 1e-4 > 1e-5 > max(errors[1:]), "the behaviour has changed"
PYTHON
