#!/usr/bin/env bash
# A night: sets up what is missing, builds release, runs the suite with its history, compares with the
# night before, and runs random graphs that no night had. Arguments go to wonnx-conform:
# Conformance/nightly.sh --runtime cpu
#
# WONNX_NIGHT_GRAPHS says how many graphs, 100 if nothing else is said; what differs is kept, made small,
# in fuzz/ beside the page.
#
# The history is in --history, else WONNX_HISTORY, else reports/history; a run that an earlier start
# left unfinished is gone on with, where program, cases and devices are still the same. Exit status:
#   0  nothing is worse than the night before: the same (red that was red, too) or better
#   1  something is worse than the night before, or than expected where there is none yet; or a graph
#      differs from one runtime to another
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
  default --exit-by changes
  output="$(given "--output -o")"
  if given --suite >/dev/null; then WONNX_SUITE="$(realpath "$(given --suite)")" && export WONNX_SUITE; fi
  cd "$root"
  mkdir -p "$output"
  hold_lock
  prepare
  export WONNX_COMMAND="$program" WONNX_SUITE="$suite"

  local status=0
  relay "$conformance/run.sh" "${arguments[@]}" --resume || status=$?
  case "$status" in
    0) ;;
    1) say "Something is worse." ;;
    *) say "The run ended with status $status; it says nothing about the night before." ;;
  esac
  if [ "$status" -le 1 ]; then
    local differs=0
    hunt || differs=$?
    if [ "$differs" -gt "$status" ]; then status="$differs"; fi
  fi
  if [ -f "$output/index.html" ]; then printf 'Page: %s\n' "$(realpath "$output/index.html")"; fi
  return "$status"
}

# Graphs by seeds of this day, on the runtimes of the night where these are several, else on all.
hunt() {
  local count="${WONNX_NIGHT_GRAPHS:-100}" runtimes
  [ "$count" -gt 0 ] || return 0
  local options=(--seed "$(($(date +%s) / 86400 * 1000))" --count "$count" --keep "$output/fuzz")
  if runtimes="$(given --runtime)" && [[ "$runtimes" == *,* ]]; then
    options+=(--runtime "$runtimes")
  fi
  relay "$program" fuzz "${options[@]}"
}

hold_lock() {
  exec 8>"$output/.nightly.lock"
  flock -n 8 || stop "Another night is under way in $output; this start does nothing."
}

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
