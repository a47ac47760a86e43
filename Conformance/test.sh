#!/usr/bin/env bash
# Sets up what is missing, then runs every test; a missing GPU is a failure, not a skip. Arguments
# go to `swift test`: Conformance/test.sh --filter Softmax
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

set_up
export WONNX_SUITE="$suite"
export WONNX_PYTHON="$venv/bin/python"
exec swift test --package-path "$root" "$@"
