#!/usr/bin/env bash
# onnx 1.23.2's backend test runner (onnx.backend.test) has a case that nothing can pass: the golden of
# test_loop16_seq_none is a sequence that begins with a scalar. The runner walks into sequences by taking
# the length of their elements, and a scalar has none: TypeError, also where the outputs are the golden
# itself, and for onnx's own evaluator.
#
# A careful engineer would expect that a golden passes against itself.
#
# Seen with: onnx 1.23.2, numpy 2.4.6, CPython 3.11.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnx==1.23.2 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from onnx.backend.test.runner import Runner

golden = [[np.array(1.0, np.float32), np.array([1.0], np.float32)]]
for name, values in (("without the scalar", [golden[0][1:]]), ("with the scalar", golden)):
    try:
        Runner.assert_similar_outputs(values, values, rtol=1e-3, atol=1e-7)
        outcome = "passes against itself"
    except TypeError as error:
        outcome = f"TypeError: {error}"
    print(f"{name}: {outcome}")
assert outcome.startswith("TypeError")
PYTHON
