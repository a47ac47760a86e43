#!/usr/bin/env bash
# Sets up what is missing, builds release, runs the suite through both runtimes, plain and optimised,
# and writes reports/index.html. Arguments go to wonnx-conform: Conformance/run.sh --ops Conv,MatMul
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

set_up
swift build --package-path "$root" -c release --product wonnx-conform
command="$(swift build --package-path "$root" -c release --show-bin-path)/wonnx-conform"

# An option that the caller gives replaces ours.
arguments=("$@")
default() {
  local given
  for given in "${arguments[@]}"; do
    case "$given" in "$1" | "$1="*) return 0 ;; esac
  done
  arguments+=("$1" "$2")
}
default --suite "$suite"
default --runtime cpu,cpu+opt,vulkan,vulkan+opt
default --report html,jsonl,junit,md
default --output "$root/reports"

cd "$root"
status=0
"$command" "${arguments[@]}" || status=$?
if [ -f "$root/reports/index.html" ]; then
  printf 'Report: %s\n' "$root/reports/index.html"
fi
exit "$status"
