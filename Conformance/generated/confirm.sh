#!/usr/bin/env bash
# Asks other implementations for the values of the generated cases and writes who gives them:
# confirmed.tsv.gz beside this file. The next build's generated suite names them in its records.
#
#     Conformance/generated/confirm.sh [--ops Conv,MatMul]
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

"$program" generate "$work/suite"
status=0
"$program" --suite "$work/suite" --runtime ort=onnxruntime --runtime onnx=onnx --report none \
  --output "$work/report" "$@" >"$work/log" 2>&1 || status=$?
# Other runtimes lack operators and differ: that is no failure here.
[ "$status" -le 1 ] || { cat "$work/log" >&2 && exit "$status"; }
"${WONNX_PYTHON:-$venv/bin/python}" "$conformance/generated/confirm.py" \
  "$work/report/results.jsonl" "$conformance/generated/confirmed.tsv.gz"
