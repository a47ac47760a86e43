#!/usr/bin/env bash
# Writes the cases of onnxruntime's own operators, holds onnxruntime against their formulas, runs them
# through both runtimes, plain and optimised, and demands equal bits; then the decoder's tokens likewise.
# Exit code 1 where one of these does not hold.
#
#     Conformance/contrib/check.sh >Conformance/contrib/result.txt
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python="${WONNX_PYTHON:-$venv/bin/python}"
export PYTHONPATH="$conformance"

held() {
  local columns=cpu,cpu+opt,vulkan,vulkan+opt
  "$program" --suite "$1" --runtime "$columns" --report none 2>&1 | grep "results as expected"
  "$program" bits --suite "$1" 2>&1 | grep "elements differ"
}

"$python" -m contrib "$work/cases" --confirm
held "$work/cases"
"$python" -m contrib.decoder "$work/decoder" --confirm
held "$work/decoder"
