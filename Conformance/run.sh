#!/usr/bin/env bash
# Sets up what is missing, builds release, runs the suite through both runtimes, plain and optimised,
# and writes reports/index.html. Arguments go to wonnx-conform: Conformance/run.sh --ops Conv,MatMul,
# or with another command ahead: Conformance/run.sh merge parts/*
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

default --suite "$suite"
default --runtime cpu,cpu+opt,vulkan,vulkan+opt
default "--output -o" "$root/reports"
status=0
"$program" "${arguments[@]}" || status=$?
exit "$status"
