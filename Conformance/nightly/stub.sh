#!/usr/bin/env bash
# Stands in for wonnx-conform where only the way it is called is tested. Each call adds its arguments
# as a line to $STUB_CALLS. A run writes small reports and a line of history and ends with
# $STUB_RUN, but part $STUB_LOST is killed, a run is cut short where $STUB_COMPLETE is false, and
# --resume is refused where $STUB_REFUSES is set; diff ends with $STUB_DIFF; merge wants as many
# parts as the first one says there are.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../options.sh
source "$(dirname "${BASH_SOURCE[0]}")/../options.sh" "$@"

main() {
  printf '%s\n' "$*" >>"${STUB_CALLS:-/dev/null}"
  case "${1:-}" in
    diff) diff_runs ;;
    merge) merge "${@:2}" ;;
    *) run ;;
  esac
}

run() {
  local shard history
  shard="$(given --shard)" || shard=1/1
  case "$shard" in
    auto) shard="$(part_of_engine)" ;;
    [1-9]/[1-9]) ;;
    *) refuse "--shard is '$shard', expected a part such as 2/8." ;;
  esac
  # Waits for a signal, too, as a shell does not while it waits for another process.
  read -r -t "${STUB_SECONDS:-0}" <> <(:) || true
  git rev-parse HEAD >/dev/null || exit 4
  [ "${shard%/*}" != "${STUB_LOST:-}" ] || kill -KILL $$
  if [ -n "${STUB_REFUSES:-}" ] && given --resume >/dev/null; then
    refuse "The unfinished run can't go on: the program is another."
  fi
  write_reports "$shard"
  if history="$(given --history)"; then add_to_history "$history"; fi
  exit "${STUB_RUN:-0}"
}

part_of_engine() {
  local first="${SLURM_ARRAY_TASK_MIN:-}"
  if [ -n "$first" ]; then
    printf '%s/%s' "$((SLURM_ARRAY_TASK_ID - first + 1))" "$SLURM_ARRAY_TASK_COUNT"
  elif [ -n "${CI_NODE_TOTAL:-}" ]; then
    printf '%s/%s' "$CI_NODE_INDEX" "$CI_NODE_TOTAL"
  else
    refuse "--shard auto found no variables of an engine."
  fi
}

# As the program writes it: in one line, without spaces, members in the alphabet's order.
add_to_history() {
  mkdir -p "$1"
  printf '{"digests":{"corpus":"c","selection":"%s"},"id":"%s","isComplete":%s}\n' \
    "$(given --filter | sha256sum | head -c 64)" "run-$(date +%s%N)" "${STUB_COMPLETE:-true}" \
    >>"$1/history.jsonl"
}

diff_runs() {
  local history run
  history="$(given --history)" || refuse "diff got no --history."
  for run in "${arguments[@]:1:2}"; do
    grep -qF "\"id\":\"$run\"" "$history/history.jsonl" || refuse "There is no run '$run'."
  done
  exit "${STUB_DIFF:-0}"
}

merge() {
  local parts=() count
  while [ "$#" -gt 0 ] && [[ "$1" != -* ]]; do
    if [ -f "$1" ]; then parts+=("$1"); fi
    if [ -f "$1/results.jsonl" ]; then parts+=("$1/results.jsonl"); fi
    shift
  done
  count="$(sed -n 's|.*"shard": "[0-9]*/\([0-9]*\)".*|\1|p' "${parts[0]}")"
  write_reports 1/1
  [ "$(sort -u "${parts[@]}" | wc -l)" -eq "$count" ] || exit 3
  exit "${STUB_RUN:-0}"
}

write_reports() {
  local output
  output="$(given "--output -o")" || output=reports
  mkdir -p "$output"
  printf '{"shard": "%s"}\n' "$1" >"$output/results.jsonl"
  printf '<title>Stub</title>\n' >"$output/index.html"
  printf '# Stub\n' >"$output/summary.md"
  printf '<testsuites/>\n' >"$output/junit.xml"
}

refuse() {
  printf '%s\n' "$*" >&2
  exit 2
}

main "$@"
