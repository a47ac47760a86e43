#!/usr/bin/env bash
# Cuts real runs short: fifty kills, signals, a full disk, two runs in one folder, killed workers.
# No part of .ci/run; its last output is in README.md beside it.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

set_up
swift build --package-path "$root" -c release --product wonnx-conform
exec "$venv/bin/python" "$conformance/interruptions/interruptions.py" \
  "$(swift build --package-path "$root" -c release --show-bin-path)/wonnx-conform" "$suite" "$@"
