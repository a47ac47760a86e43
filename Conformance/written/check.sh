#!/usr/bin/env bash
# Optimises every model of the suite and holds the written file against onnx.checker's full check and
# against onnxruntime: what takes the original has to take the result. Exit code 1 where one does not.
#
#     Conformance/written/check.sh [MODEL|FOLDER…]     # the whole suite where nothing is named
#     Conformance/written/check.sh >Conformance/written/result.txt
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
[ $# -gt 0 ] || set -- "$suite"
exec "${WONNX_PYTHON:-$venv/bin/python}" "$conformance/written/written.py" "$program" "$@"
