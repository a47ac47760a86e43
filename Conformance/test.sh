#!/usr/bin/env bash
# Sets up what is missing, then runs every test and every check of strict concurrency, those included
# that build the package anew: with ThreadSanitizer, and without its trait ConstantFolding. A missing
# GPU is a failure, not a skip. Arguments go to `swift test`, which then is all that runs:
# Conformance/test.sh --filter Softmax
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

set_up
export WONNX_SUITE="$suite"
export WONNX_PYTHON="$venv/bin/python"
if [ "$#" -gt 0 ]; then
  exec swift test --package-path "$root" "$@"
fi
# The functions of shaders and kernels are those of Sources/Operators/Mathematics.
for language in shaders kernels; do
  "$venv/bin/python" "$conformance/mathematics/$language.py" --check
done
swift test --package-path "$root"
command="$(swift build --package-path "$root" --show-bin-path)/wonnx-conform"
cd "$root"
exec "$command" concurrency --json "$root/reports/concurrency.json"
