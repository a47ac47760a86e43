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
  before="$(line_count)"
  start_run --resume || run=$?
  # A program of another commit doesn't go on with the old one's run.
  if [ "$run" -eq 2 ]; then
    say "A new run begins, in case an unfinished one is in its way."
    run=0
    start_run || run=$?
  fi
  compare "$before" "$run" || status=$?
  if [ -f "$output/index.html" ]; then printf 'Page: %s\n' "$(realpath "$output/index.html")"; fi
  return "$status"
}

hold_lock() {
  exec 8>"$output/.nightly.lock"
  flock -n 8 || stop "Another night is under way in $output; this start does nothing."
}

start_run() { relay "$conformance/run.sh" "${arguments[@]}" "$@"; }

line_count() {
  if [ -f "$history/history.jsonl" ]; then wc -l <"$history/history.jsonl"; else echo 0; fi
}

# What the night comes to, given the count of the history's lines ahead of it and the run's status.
compare() {
  local before="$1" status="$2" tonight last
  case "$status" in
    0 | 1 | 5) ;;
    *)
      say "The run ended with status $status; it is not compared with the night before."
      return "$status"
      ;;
  esac
  tonight="$(complete_lines | tail -n "+$((before + 1))" | tail -n 1)"
  last="$(complete_lines | head -n "$before" | grep -F "$(selection "$tonight")" | tail -n 1)" || true
  if [ -z "$tonight" ] || [ -z "$last" ]; then
    say "There is no night before in $history: the run is held against what is expected."
  else
    status=0
    "$program" diff "$(id "$last")" "$(id "$tonight")" --history "$history" || status=$?
  fi
  case "$status" in
    0) say "Nothing is worse." ;;
    1) say "Something is worse." ;;
    5) say "Something is better, nothing worse." && return 0 ;;
    *) say "The comparison ended with status $status." ;;
  esac
  return "$status"
}

# The history, with an empty line for each run that was cut short.
complete_lines() {
  [ -f "$history/history.jsonl" ] || return 0
  sed '/"isComplete":true/!s/.*//' "$history/history.jsonl"
}

# The digest of the cases that a run of the history chose: a run of others took no night's place.
selection() { sed -n 's/.*\("selection":"[^"]*"\).*/\1/p' <<<"$1"; }

id() { sed -n 's/.*"id":"\([^"]*\)".*/\1/p' <<<"$1"; }

# Runs a command in a process group of its own, which gets the signals that this script gets: one to
# the script alone ends the run too. A run that is to end still writes its reports, and is waited for.
relay() {
  local status=0 group signal
  set -m
  "$@" &
  group=$!
  set +m
  for signal in HUP INT TERM; do
    # shellcheck disable=SC2064  # the group is this one, whatever `group` is later
    trap "kill -$signal -- -$group && signalled=yes" "$signal"
  done
  signalled=""
  wait "$group" || status=$?
  while [ -n "$signalled" ] && kill -0 -- "-$group" 2>/dev/null; do sleep 0.2; done
  trap - HUP INT TERM
  return "$status"
}

night
