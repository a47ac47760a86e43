#!/usr/bin/env bash
# Sets up what is missing, builds release, runs the suite through both runtimes, plain and optimised,
# and writes reports/index.html. Arguments go to wonnx-conform: Conformance/run.sh --ops Conv,MatMul,
# or with another command ahead: Conformance/run.sh merge parts/*
#
#     Conformance/run.sh --release 1.16.2 --release 1.5.0    # the suites of earlier releases, or all
#
# writes a report for each below reports/releases, and reports/releases/index.html over all of them.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source-path=SCRIPTDIR source=options.sh
source "$conformance/options.sh" "$@"

# A suite of the caller's own needs no other.
if given --suite >/dev/null; then WONNX_SUITE="$(realpath "$(given --suite)")" && export WONNX_SUITE; fi
prepare

# Another command than `run` has other options.
if [[ "${1:--}" != -* && "$1" != run ]]; then exec "$program" "$@"; fi

moved=()
move --release
if [ "${#moved[@]}" -gt 0 ]; then
  # shellcheck source-path=SCRIPTDIR source=releases/run.sh
  source "$conformance/releases/run.sh"
  run_releases
  exit
fi

default --suite "$suite"
default --runtime cpu,cpu+opt,vulkan,vulkan+opt
default "--output -o" "$root/reports"
status=0
"$program" "${arguments[@]}" || status=$?
exit "$status"
