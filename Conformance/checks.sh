# Sourced by tests: `check SENTENCE COMMAND…` prints whether the sentence holds, which it does where the
# command succeeds; otherwise its output follows. `work` is a folder. Where `chosen` is not empty, only
# sentences with that in them are tried.
# shellcheck shell=bash

passed=0
count=0
check() {
  local sentence="$1" status
  shift
  [[ "$sentence" == *"${chosen:-}"* ]] || return 0
  count=$((count + 1))
  set +e
  (set -ex && "$@") >"$work/log" 2>&1
  status=$?
  set -e
  if [ "$status" -eq 0 ]; then
    passed=$((passed + 1))
    printf 'holds  %s\n' "$sentence"
  else
    printf 'FAILS  %s\n' "$sentence"
    tail -n 25 "$work/log" | sed 's/^/       /'
  fi
}

# Says how many hold; fails where not all do, or none was tried.
conclude() {
  printf '%s of %s hold.\n' "$passed" "$count"
  [ "$count" -gt 0 ] && [ "$passed" -eq "$count" ]
}
