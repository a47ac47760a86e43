#!/usr/bin/env bash
# A night: sets up what is missing, builds release, runs the suite with its history, and compares
# with the night before. Arguments go to wonnx-conform: Conformance/nightly.sh --runtime cpu
#
# The history is in --history, else WONNX_HISTORY, else reports/history; a run that an earlier start
# left unfinished is gone on with. Exit status:
#   0  nothing is worse than the night before: the same (red that was red, too) or better
#   1  something is worse than the night before, or than expected where there is none yet
#   4  surroundings, another night in the same --output being one of them
#   2, 3, 129, 130, 143  as wonnx-conform says: usage, cases that lack, a signal
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source-path=SCRIPTDIR source=options.sh
source "$conformance/options.sh" "$@"

night() {
  default "--output -o" "$root/reports"
  default --history "${WONNX_HISTORY:-$root/reports/history}"
  output="$(given "--output -o")"
  history="$(given --history)"
  cd "$root"
  mkdir -p "$output" "$history"
  hold_lock
  prepare
  export WONNX_COMMAND="$program" WONNX_SUITE="$suite"

  local before run=0 status=0
  before="$(nights)"
  if [ "$before" -gt 0 ]; then default --baseline latest; fi
  relay "$conformance/run.sh" "${arguments[@]}" --resume || run=$?
  compare "$before" "$run" || status=$?
  if [ -f "$output/index.html" ]; then printf 'Page: %s\n' "$(realpath "$output/index.html")"; fi
  return "$status"
}

hold_lock() {
  exec 8>"$output/.nightly.lock"
  flock -n 8 || stop "Another night is under way in $output; this start does nothing."
}

nights() {
  if [ -f "$history/history.jsonl" ]; then wc -l <"$history/history.jsonl"; else echo 0; fi
}

# What the night comes to, given the nights before it and the run's own status.
compare() {
  local before="$1" status="$2"
  case "$status" in
    0 | 1 | 5) ;;
    *)
      say "The run ended with status $status; it is not compared with the night before."
      return "$status"
      ;;
  esac
  if [ "$before" -eq 0 ]; then
    say "There is no night before in $history: the run is held against what is expected."
  elif [ "$(nights)" -le "$before" ]; then
    say "The run added nothing to $history: it is held against what is expected."
  else
    status=0
    "$program" diff latest~1 latest --history "$history" || status=$?
  fi
  case "$status" in
    0) say "Nothing is worse." ;;
    1) say "Something is worse." ;;
    5) say "Something is better, nothing worse." && return 0 ;;
    *) say "The comparison ended with status $status." ;;
  esac
  return "$status"
}

# Runs a command in a process group of its own, which gets the signals that this script gets: one to
# the script alone ends the run too.
relay() {
  local status pid signal
  set -m
  "$@" &
  pid=$!
  set +m
  for signal in HUP INT TERM; do
    # shellcheck disable=SC2064  # the process is this one, whatever `pid` is later
    trap "kill -$signal -- -$pid" "$signal"
  done
  while :; do
    status=0
    wait "$pid" || status=$?
    kill -0 "$pid" 2>/dev/null || break
  done
  trap - HUP INT TERM
  return "$status"
}

night
