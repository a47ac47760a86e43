#!/usr/bin/env bash
# Tests foreign columns end to end: what kills, hangs, memory and a planted error cost, and what the record
# says, with the program that WONNX_CONFORM names or the release build, and the environment that
# Conformance/setup.sh makes, or the Python in PYTHON. Exit status: 1 when a check fails, 4 when one of
# them is not there.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
python="${PYTHON:-$root/Conformance/.venv/bin/python}"
program="${WONNX_CONFORM:-$root/.build/release/wonnx-conform}"

stop() {
  printf '%s\n' "$*" >&2
  exit 4
}

"$python" -c 'import onnx' 2>/dev/null ||
  stop "'$python' has no onnx: run Conformance/setup.sh, or set PYTHON."
[ -x "$program" ] || stop "There is no '$program': run swift build -c release, or set WONNX_CONFORM."
exec "$python" "$here/tests/columns.py" "$program"
