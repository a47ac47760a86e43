#!/usr/bin/env bash
# Runs the suite through both runtimes, plain and optimised, and demands that the GPU's values have the
# CPU's bits: not one element may differ. Sources/Operators/SUMMATION.md says why they can. Arguments go
# to `wonnx-conform bits`: Conformance/bits.sh --ops Conv,MatMul
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source-path=SCRIPTDIR source=options.sh
source "$conformance/options.sh" "$@"

if given --suite >/dev/null; then WONNX_SUITE="$(realpath "$(given --suite)")" && export WONNX_SUITE; fi
prepare
default --suite "$suite"
exec "$program" bits "${arguments[@]}"
