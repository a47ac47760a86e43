#!/usr/bin/env bash
# Tests the Python package over wonnx-conform, `cmd:` columns and a remote device, with the program that
# WONNX_CONFORM names or the release build, and the environment that Conformance/setup.sh makes, or the
# Python in PYTHON. Exit status: 1 when a test fails, 4 when one of them is not there.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
export PYTHON="${PYTHON:-$root/Conformance/.venv/bin/python}"
export WONNX_CONFORM="${WONNX_CONFORM:-$root/.build/release/wonnx-conform}"

stop() {
  printf '%s\n' "$*" >&2
  exit 4
}

"$PYTHON" -c 'import onnx, ml_dtypes' 2>/dev/null ||
  stop "'$PYTHON' has no onnx with ml_dtypes: run Conformance/setup.sh, or set PYTHON."
[ -x "$WONNX_CONFORM" ] ||
  stop "There is no '$WONNX_CONFORM': run swift build -c release, or set WONNX_CONFORM."
export PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1
"$PYTHON" -m unittest discover --start-directory "$here/tests"
"$root/Conformance/adapters/tests/ssh.sh"
