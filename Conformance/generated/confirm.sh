#!/usr/bin/env bash
# Asks other implementations for the values of the generated cases, and writes beside this file who gives
# them, confirmed.tsv.gz, and how many of the cases each passes, columns.md. The next build's generated
# suite names them in its records. What nobody has in an element type is asked of onnxruntime's kernels in
# float32 (widened.py), and of formulas in numpy (formulas), which count apart. Forty minutes of two cores;
# what they said stays in reports/generated.
#
#     Conformance/generated/confirm.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
here="$conformance/generated"
output="$root/reports/generated"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

"$program" generate "$work/suite"
python="${WONNX_PYTHON:-$venv/bin/python}"
export PYTHONPATH="$conformance/python:$conformance${PYTHONPATH:+:$PYTHONPATH}"
status=0
"$program" --suite "$work/suite" --runtime ort=onnxruntime --runtime onnx=onnx --runtime tract=tract \
  --runtime "formulas=exec:$python $here/formulas" --runtime "widened=exec:$python $here/widened.py" \
  --report jsonl --output "$output" >"$work/log" || status=$?
# Other runtimes lack operators and differ: that is no failure here.
[ "$status" -le 1 ] || { cat "$work/log" >&2 && exit "$status"; }
"$python" "$here/confirm.py" \
  "$output/results.jsonl" "$here/confirmed.tsv.gz" >"$here/columns.md"
