#!/usr/bin/env bash
# Tests nightly.sh, its recipes and the fleet's: every command in them runs, in clones, with a stub
# for Swift and wonnx-conform. As root on Debian; installs cron, systemd and faketime where they are
# missing. cron runs its line in a process whose clock says 3:16, so nobody waits for the night.
# An argument chooses checks by a word of theirs: Conformance/nightly/test.sh cron
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
# shellcheck source-path=SCRIPTDIR source=../checks.sh
source "$conformance/checks.sh"

# It holds the schemas of both engines; another version holds others.
check_jsonschema="check-jsonschema==0.39.0"
nightly="$conformance/nightly"
fleet="$conformance/fleet"
chosen="${1:-}"
recipes=("$nightly/crontab" "$nightly"/*.service "$nightly"/*.timer "$nightly"/*.yml)

main() {
  work="$(mktemp -d)"
  trap tear_down EXIT
  install_packages cron faketime git systemd
  "$(find_python)" -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check "$check_jsonschema"
  set_stage

  check "a recipe has at most fifteen lines" recipes_are_short
  check "the workflows are what GitHub's and GitLab's schemas ask for" workflows_are_valid
  check "systemd takes the units" units_are_valid
  check "the service's command runs" service_runs
  check "cron runs its line and mails nothing while nothing is worse" cron_is_silent
  check "cron mails the log where something is worse" cron_mails
  check "GitHub: a night keeps history and reports and fails when it is worse" github_nights
  check "GitLab: a night keeps history and reports and fails when it is worse" gitlab_nights
  check "GitHub: parts merge, and a lost one fails the workflow" matrix_merges github-matrix.yml
  check "GitLab: parts merge, and a lost one fails the pipeline" matrix_merges gitlab-parallel.yml
  check "the exit status says whether something is worse" statuses_are_kept
  check "a second start does nothing" second_start_stops
  check "a signal ends the run" signal_ends_run
  check "the caller's options are kept" options_are_kept
  check "a random graph that differs makes the night worse" graphs_are_hunted
  conclude
}

tear_down() {
  if crontab -u nobody -l 2>/dev/null | grep -q "$work"; then crontab -u nobody -r; fi
  rm -rf "$work"
}

# The working tree as a repository, a home with Swift and a clone in it, and an empty suite.
set_stage() {
  unset WONNX_COMMAND WONNX_HISTORY WONNX_SWIFT
  repository="$work/repository"
  home="$work/home"
  swift="$home/.local/share/swiftly/bin"
  export WONNX_SUITE="$work/suite" STUB_CALLS="$work/calls"
  mkdir -p "$repository" "$swift" "$WONNX_SUITE"
  (
    cd "$root"
    git ls-files -z --cached --others --exclude-standard -- .gitignore \
      'Conformance/*.sh' Conformance/nightly Conformance/fleet |
      tar -c --null --files-from - | tar -x -C "$repository"
    cd "$repository"
    git init --quiet
    git add --all
    git -c user.name=test -c user.email=test@localhost commit --quiet --message=stage
  )
  write_swift >"$swift/swift"
  chmod +x "$swift/swift"
  git clone --quiet "$repository" "$home/wonnx-conform"
  : >"$STUB_CALLS"
  chmod -R a+rwX "$work"
  chown -R nobody "$home/wonnx-conform"
}

# `swift build` makes the stub, `swift build --show-bin-path` says where it is.
write_swift() {
  cat <<SWIFT
#!/bin/sh
while [ "\$1" != --package-path ]; do shift; done
mkdir -p "\$2/.build/release"
printf '#!/bin/sh\nexec "%s" "\$@"\n' "$repository/Conformance/nightly/stub.sh" \\
  >"\$2/.build/release/wonnx-conform"
chmod +x "\$2/.build/release/wonnx-conform"
case "\$*" in *--show-bin-path) echo "\$2/.build/release" ;; esac
SWIFT
}

recipes_are_short() {
  local recipe
  for recipe in "${recipes[@]}"; do [ "$(wc -l <"$recipe")" -le 15 ]; done
}

workflows_are_valid() {
  local validate=("$work/venv/bin/check-jsonschema" --builtin-schema)
  "${validate[@]}" vendor.github-workflows "$nightly/github.yml" "$fleet/github-matrix.yml"
  "${validate[@]}" vendor.gitlab-ci --data-transform gitlab-ci \
    "$nightly/gitlab.yml" "$fleet/gitlab-parallel.yml"
}

units_are_valid() {
  # Without XDG_RUNTIME_DIR it can't look at a user's units.
  HOME="$home" XDG_RUNTIME_DIR="$work" systemd-analyze --user --recursive-errors=no verify \
    "$nightly/wonnx-conform.service" "$nightly/wonnx-conform.timer" 2>&1 | tee "$work/verified"
  [ ! -s "$work/verified" ]
  grep -q '^Persistent=true$' "$nightly/wonnx-conform.timer"
  systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$nightly/wonnx-conform.timer")"
}

service_runs() {
  local unit="$nightly/wonnx-conform.service" setting command
  setting="$(sed -n 's/^Environment=//p' "$unit")"
  command="$(sed -n 's/^ExecStart=//p' "$unit")"
  as_nobody env HOME="$home" "${setting//%h/$home}" "${command//%h/$home}"
  holds_page
}

# With the little that systemd and cron hand on.
as_nobody() {
  setpriv --reuid nobody --clear-groups env -i PATH=/usr/local/bin:/usr/bin:/bin \
    WONNX_SUITE="$WONNX_SUITE" STUB_CALLS="$STUB_CALLS" "$@"
}

holds_page() { [ -f "$home/wonnx-conform/reports/index.html" ]; }

cron_is_silent() {
  run_cron STUB_RUN=0
  [ "$(nights_run)" -eq "$((nights + 1))" ]
  [ ! -s "$work/mail" ]
}

cron_mails() {
  run_cron STUB_RUN=1
  [ "$(nights_run)" -eq "$((nights + 1))" ]
  grep -q "Something is worse." "$work/mail"
}

nights_run() {
  local file="$home/wonnx-conform/reports/history/history.jsonl"
  if [ -f "$file" ]; then wc -l <"$file"; else echo 0; fi
}

# Debian's cron, from three seconds ahead of the recipe's minute until its job has ended. What it
# would mail is in `mail`.
run_cron() {
  local minute hour rest cron
  read -r minute hour rest < <(grep -v '^#' "$nightly/crontab")
  [ -n "$rest" ]
  nights="$(nights_run)"
  rm -f "$work/mail" "$work/done"
  printf '#!/bin/sh\n/bin/sh "$@" >"%s/mail" 2>&1\ntouch "%s/done"\n' "$work" "$work" >"$work/shell"
  chmod +x "$work/shell"
  {
    printf '%s\n' "HOME=$home" "SHELL=$work/shell" "WONNX_SUITE=$WONNX_SUITE" \
      "STUB_CALLS=$STUB_CALLS" "$@"
    cat "$nightly/crontab"
  } | crontab -u nobody -
  # The program faketime would stand between the signal and cron; the loader knows $LIB.
  # shellcheck disable=SC2016
  LD_PRELOAD='/usr/$LIB/faketime/libfaketime.so.1' \
    FAKETIME="@2026-01-15 $(printf '%02d:%02d:57' "$hour" "$((minute - 1))")" cron -f &
  cron=$!
  wait_for [ -e "$work/done" ] || true
  kill "$cron"
  [ -e "$work/done" ]
}

# At most twenty seconds.
wait_for() {
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    if "$@"; then return 0; fi
    sleep 0.1
  done 2>/dev/null
  return 1
}

# Three nights of an engine's recipe: one of them worse. The third argument is what that leaves, too.
three_nights() {
  rehearse "$1" "$2"
  STUB_RUN=1 fails_with 1 rehearse "$1" "$2"
  "$3" "$2"
  rehearse "$1" "$2"
}

rehearse() {
  PATH="$swift:$PATH" "$work/venv/bin/python" "$nightly/rehearse.py" "$1" "$repository" "$2"
}

fails_with() {
  local wanted="$1" status=0
  shift
  "$@" || status=$?
  [ "$status" -eq "$wanted" ]
}

github_nights() {
  local state="$work/github"
  three_nights "$nightly/github.yml" "$state" github_keeps
  [ "$(cat "$state"/cache/history-3-*/reports/history/history.jsonl | wc -l)" -eq 3 ]
}

gitlab_nights() {
  local state="$work/gitlab"
  three_nights "$nightly/gitlab.yml" "$state" gitlab_keeps
  [ "$(wc -l <"$state/cache/history/reports/history/history.jsonl")" -eq 3 ]
}

github_keeps() { holds_reports "$1/artifacts/reports" && grep -q Stub "$1/summary.md"; }

gitlab_keeps() { holds_reports "$1/artifacts/reports"; }

holds_reports() { [ -f "$1/index.html" ] && [ -f "$1/junit.xml" ] && [ -f "$1/summary.md" ]; }

matrix_merges() {
  local recipe="$fleet/$1" state="$work/$1"
  : >"$STUB_CALLS"
  rehearse "$recipe" "$state"
  [ "$(grep -c -- --shard "$STUB_CALLS")" -eq 4 ]
  holds_reports "$state/artifacts/reports"
  STUB_LOST=2 fails_with 1 rehearse "$recipe" "$state"
  holds_reports "$state/artifacts/reports"
  STUB_RUN=1 fails_with 1 rehearse "$recipe" "$state"
}

statuses_are_kept() {
  local status
  for status in 0 1 2 3 4 129 130 143; do
    STUB_RUN="$status" fails_with "$status" night --history "$work/statuses"
  done
}

# A night in the home's clone, without a terminal, PATH or HOME.
night() {
  as_nobody STUB_RUN="${STUB_RUN:-0}" STUB_SECONDS="${STUB_SECONDS:-0}" \
    STUB_FUZZ="${STUB_FUZZ:-0}" WONNX_NIGHT_GRAPHS="${WONNX_NIGHT_GRAPHS:-100}" \
    WONNX_SWIFT="$swift/swift" "$home/wonnx-conform/Conformance/nightly.sh" "$@" </dev/null
}

second_start_stops() {
  local first
  : >"$STUB_CALLS"
  STUB_SECONDS=3 night &
  first=$!
  # To try the lock would be to hold it while the night asks for it.
  wait_for [ -s "$STUB_CALLS" ]
  fails_with 4 night 2>"$work/second-start"
  grep -q "Another night is under way" "$work/second-start"
  wait "$first"
  night
}

signal_ends_run() {
  local script status=0
  : >"$STUB_CALLS"
  STUB_SECONDS=30 night &
  wait_for [ -s "$STUB_CALLS" ]
  script="$(pgrep -u nobody -o -f "$home/wonnx-conform/Conformance/nightly.sh")"
  kill -TERM "$script"
  wait "$!" || status=$?
  [ "$status" -eq 143 ]
  lock_is_free
}

lock_is_free() { flock -n "$home/wonnx-conform/reports/.nightly.lock" true; }

options_are_kept() {
  local call="-o $work/elsewhere --runtime=cpu --history $work/kept --filter test_softmax_*"
  : >"$STUB_CALLS"
  night -o "$work/elsewhere" --runtime=cpu --history "$work/kept" --filter 'test_softmax_*'
  [ -f "$work/elsewhere/index.html" ]
  diff <(head -n 1 "$STUB_CALLS") - <<<"$call --exit-by changes --resume --suite $WONNX_SUITE"
}

graphs_are_hunted() {
  local days
  : >"$STUB_CALLS"
  STUB_FUZZ=1 fails_with 1 night --output "$work/hunted" --runtime cpu,vulkan
  days="$(($(date +%s) / 86400))"
  grep -qE "^fuzz --seed ($days|$((days - 1)))000 --count 100 --keep $work/hunted/fuzz --runtime cpu,vulkan$" \
    "$STUB_CALLS"
  STUB_FUZZ=1 WONNX_NIGHT_GRAPHS=0 night --output "$work/hunted"
  # A run that failed otherwise says that first.
  STUB_RUN=4 STUB_FUZZ=1 fails_with 4 night --output "$work/hunted"
}

main "$@"
