#!/usr/bin/env bash
# Runs a suite on the CPU, plain and optimised, at every level of instructions that this processor has
# and with 1, 2, 3 and 8 threads, and demands the same bits of all: levels.sh [SUITE…]. Without arguments
# it is the suite, and the zoo where Conformance/zoo.sh has written it. Random operators draw from the
# same seeds. It takes about ten minutes for the suite, most of it at the level portable, which
# computes fused operations in software.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

if [[ "${1:-}" == -h || "${1:-}" == --help ]]; then sed -n '2,6s/^# //p' "$0"; exit 0; fi
prepare
suites=("$@")
if [ "$#" -eq 0 ]; then
  suites=("$suite")
  [ ! -d "$conformance/suites/zoo" ] || suites+=("$conformance/suites/zoo")
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

status=0
for folder in "${suites[@]}"; do
  runs=()
  for level in portable avx2 avx512; do
    if ! WONNX_LEVEL=$level "$program" --version >/dev/null 2>"$work/objection"; then
      say "$level: untested. $(cat "$work/objection")"
      continue
    fi
    for threads in 1 2 3 8; do
      run="$work/$(basename "$folder")-$level-$threads"
      # What is expected to fail does so here too; only bits count.
      WONNX_LEVEL=$level WONNX_THREADS=$threads "$program" --suite "$folder" --runtime cpu,cpu+opt \
        --report jsonl --output "$run" >"$work/log" 2>&1 || [ "$?" -eq 1 ] || { cat "$work/log"; exit 4; }
      runs+=("$run")
    done
  done
  "${WONNX_PYTHON:-$venv/bin/python}" "$conformance/levels.py" "${runs[@]}" || status=1
done
exit "$status"
