#!/usr/bin/env bash
# Writes the generated suite and runs a tenth of it, the first of each operator's cases and every tenth
# after it, through both runtimes, plain and optimised; all of it with `whole`. Fails when a sample gives
# no case, or when a result is not as expected or outside of its bound.
# What a whole run says is in result.txt:
#
#     Conformance/generated/check.sh whole >Conformance/generated/result.txt
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
part=(--every 10)
if [ "${1:-}" = whole ]; then part=(); fi

{
  "$program" generate "$work/suite"
  "$program" --suite "$work/suite" "${part[@]}" --runtime cpu,cpu+opt,vulkan,vulkan+opt \
    --output "$work/report"
} | sed "s|$work/||g"
