#!/usr/bin/env bash
# Stands in for wonnx-conform where only the way it is called is tested. Each call adds its arguments
# as a line to $STUB_CALLS. A run writes small reports and a line of history and ends with
# $STUB_RUN, but part $STUB_LOST is killed; graphs end with $STUB_FUZZ; merge wants as many parts as the
# first one says there are.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../options.sh
source "$(dirname "${BASH_SOURCE[0]}")/../options.sh" "$@"

main() {
  printf '%s\n' "$*" >>"${STUB_CALLS:-/dev/null}"
  case "${1:-}" in
    merge) merge "${@:2}" ;;
    fuzz) exit "${STUB_FUZZ:-0}" ;;
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

add_to_history() {
  mkdir -p "$1"
  printf '{"id":"%s"}\n' "run-$(date +%s%N)" >>"$1/history.jsonl"
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
