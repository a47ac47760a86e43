#!/usr/bin/env bash
# Has every command that takes a model without running it, and infer, take one of 3 GiB, and says how much
# memory each held at most. Exit code 1 where one that looks at it held more than 50 MiB, one that
# optimises it 64 MiB (45 of which are the program), a run the weights and 400 MiB more, where one read
# the weights' file instead of mapping it, or did not end well.
#
#     Conformance/large/check.sh [FOLDER]    # where 4 GiB are free; a temporary one otherwise
#     Conformance/large/check.sh >Conformance/large/result.txt
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
exec "${WONNX_PYTHON:-$venv/bin/python}" "$conformance/large/large.py" "$program" "$@"
