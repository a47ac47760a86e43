#!/usr/bin/env bash
# Has `wonnx-conform reduce` make a model of 200 nodes small, on which a runtime with a planted fault and
# the interpreter differ, and says how long that took; then the same where the fault is there from the
# second run of a prepared model on. Exit code 1 where more than 3 nodes or 16 elements are left, or it
# took more than a minute.
#
#     Conformance/reduction/check.sh
#     Conformance/reduction/check.sh >Conformance/reduction/result.txt
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
here="$conformance/reduction"
python="${WONNX_PYTHON:-$venv/bin/python}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$python" "$here/chain.py" "$work/model.onnx"
export PYTHONPATH="$conformance/python"
failed=0
for when in at-once later; do
  start="$(date +%s%N)"
  # Exit status 1 says that the two differ, which they have to.
  "$program" reduce "$work/model.onnx" --runtime "cpu,planted=exec:$python $here/planted.py $when" \
    --output "$work/$when" >"$work/said" 2>"$work/notes" || [ "$?" -eq 1 ]
  milliseconds=$((($(date +%s%N) - start) / 1000000))
  grep -v "^Written" "$work/said"
  "$python" "$here/count.py" "$work/$when" "$milliseconds" || failed=1
done
exit "$failed"
