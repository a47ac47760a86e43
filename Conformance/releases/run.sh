# Sourced by run.sh: `run_releases` runs the suite of each release that `moved` names, and writes a page
# over all that have run.
# shellcheck shell=bash disable=SC2154

run_releases() {
  local python="${WONNX_PYTHON:-$venv/bin/python}" releases=() release worst=0 status word
  for word in "${moved[@]}"; do
    word="${word#--release}"
    word="${word#=}"
    [ -z "$word" ] || releases+=("$word")
  done
  if [[ " ${releases[*]} " == *" all "* ]]; then mapfile -t releases <"$conformance/releases/releases.txt"; fi
  default --runtime cpu,cpu+opt,vulkan,vulkan+opt
  for release in "${releases[@]}"; do
    PYTHONPATH="$conformance" "$python" -m releases "$release" || return
    status=0
    "$program" "${arguments[@]}" --suite "$conformance/suites/releases/$release" \
      --output "$root/reports/releases/$release" || status=$?
    # 5 says that something passes that was expected not to.
    [ "$status" -le "$worst" ] || worst="$status"
  done
  PYTHONPATH="$conformance" "$python" -m releases.page "$root/reports/releases"
  return "$worst"
}
