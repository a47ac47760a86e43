#!/usr/bin/env bash
# Takes each skeleton through what its author does: `adapter new`, the build, `adapter check`, the
# suite's cases of Add; then the operator that the tutorial adds. What C's makes of changed messages
# is seen under its sanitizers. A language without its compiler is skipped, and said so. WONNX_COMMAND
# is the program, WONNX_SUITE the suite; else the ones here. Exit status: 1 when a check fails.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source-path=SCRIPTDIR source=../../setup.sh
source "$here/../../setup.sh"
# shellcheck source-path=SCRIPTDIR source=../../checks.sh
source "$conformance/checks.sh"

main() {
  prepare
  export WONNX_SUITE="$suite"
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
  # Both take seconds of one core.
  build swift swift build --package-path "$work/swift" -c debug &
  build rust cargo build --offline --quiet --manifest-path "$work/rust/Cargo.toml" &
  build c make --silent -C "$work/c"
  build python true
  wait
  try python python3 -B "$work/python/adapter.py"
  try c "$work/c/adapter"
  try rust "$work/rust/target/debug/adapter"
  try swift "$work/swift/.build/debug/adapter"
  if [ -x "$work/c/adapter" ]; then
    check "c bears changed messages" bears_changes
  fi
  check "the operator of the tutorial is added" adds_mul
  conclude
}

# A language's skeleton in a folder, built by a command.
build() {
  local language="$1"
  shift
  "$program" adapter new --language "$language" "$work/$language" >"$work/$language.log"
  command -v "$1" >/dev/null || return 0
  "$@" >"$work/$language.log" 2>&1 || cat "$work/$language.log" >&2
}

try() {
  local language="$1"
  shift
  if ! command -v "$1" >/dev/null; then
    if command -v "$(compiler "$language")" >/dev/null; then
      check "$language is built" false
    else
      printf 'skips  %s: there is no %s here\n' "$language" "$(compiler "$language")"
    fi
    return 0
  fi
  check "$language: adapter check finds nothing wrong" "$program" adapter check "exec:$*"
  check "$language: Add passes, and what is not declared is unsupported" adds "$*"
}

compiler() {
  case "$1" in
    c) echo cc ;;
    rust) echo cargo ;;
    swift) echo swift ;;
    python) echo python3 ;;
  esac
}

# The suite has float only; all else that has the name is of other types.
adds() {
  statuses "$1" 'test_add*' >"$work/statuses"
  grep -qx 'node/test_add pass' "$work/statuses"
  grep -qx 'node/test_add_bcast pass' "$work/statuses"
  [ "$(grep -c ' unsupported$' "$work/statuses")" -eq "$(($(wc -l <"$work/statuses") - 2))" ]
}

statuses() {
  rm -rf "$work/report"
  # It exits by 1, as long as nobody has said what to expect.
  "$program" --runtime "mine=exec:$1" --filter "$2" \
    --report jsonl --output "$work/report" >/dev/null 2>"$work/errors" || true
  python3 -c 'if True:
    import json, sys
    for line in open(sys.argv[1]):
        record = json.loads(line)
        if "case" in record and "status" in record:
            print(record["case"], record["status"])' "$work/report/results.jsonl"
}

bears_changes() {
  make --silent -C "$work/c" sanitized
  python3 -B "$here/mutate.py" "$work/c/adapter"
}

adds_mul() {
  patch --silent --directory "$work/python" <"$here/../tutorial/mul.patch"
  "$program" adapter check "exec:python3 -B $work/python/adapter.py"
  statuses "python3 -B $work/python/adapter.py" 'test_mul*' >"$work/statuses"
  grep -qx 'node/test_mul pass' "$work/statuses"
}

main
