#!/usr/bin/env bash
# onnx's own backend test runner over the CPU and the Vulkan runtime: some minutes each, most of them
# for onnx to make its cases. Writes backend_test.txt beside this file. It takes the environment that
# Conformance/setup.sh makes, or the Python in PYTHON. Exit status: 1 when a result is not the expected
# one, 4 when there is no such Python.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
python="${PYTHON:-$here/../.venv/bin/python}"
if ! "$python" -c 'import onnx, ml_dtypes' 2>/dev/null; then
  printf '%s\n' "'$python' has no onnx with ml_dtypes: run Conformance/setup.sh, or set PYTHON." >&2
  exit 4
fi
export PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore
printf 'Written by Conformance/python/backend_test.sh.\n' >"$here/backend_test.txt"
status=0
for device in CPU VULKAN; do
  printf '\n' >>"$here/backend_test.txt"
  "$python" "$here/backend_test.py" "$device" | tee -a "$here/backend_test.txt" || status=1
done
exit "$status"
