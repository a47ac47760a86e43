#!/usr/bin/env bash
# Runs the suite through both runtimes, plain and optimised, and demands that the GPU's values have the
# CPU's bits: not one element may differ. Sources/Operators/SUMMATION.md says why they can. Then the same
# of cases whose sums end around that order's blocks (Conformance/blocks). What was found goes to
# reports/bits.json, which the page of a run of the same commit shows. Arguments go to `wonnx-conform
# bits` instead, and leave those cases out: Conformance/bits.sh --ops Conv,MatMul
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source-path=SCRIPTDIR source=options.sh
source "$conformance/options.sh" "$@"

if given --suite >/dev/null; then WONNX_SUITE="$(realpath "$(given --suite)")" && export WONNX_SUITE; fi
prepare
default --suite "$suite"
if [ "$#" -gt 0 ]; then exec "$program" bits "${arguments[@]}"; fi
mkdir -p "$root/reports"
"$program" bits "${arguments[@]}" --json "$root/reports/bits.json"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
PYTHONPATH="$conformance" "${WONNX_PYTHON:-$venv/bin/python}" -m blocks "$work"
"$program" bits --suite "$work"
