# Sourced with the arguments of a command that runs the suite in parts: the count of the parts, then
# arguments of wonnx-conform run. Everything is below the checkout's root.
# shellcheck shell=bash disable=SC2034
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

part_count="${1:-}"
if ! [[ "$part_count" =~ ^[1-9][0-9]*$ ]]; then
  say "The first argument is '$part_count', expected how many parts there are."
  exit 2
fi
# shellcheck source-path=SCRIPTDIR source=../options.sh
source "$conformance/options.sh" "${@:2}"

cd "$root" || exit
output="$(given "--output -o")" || output="reports"
parts="reports/parts"
# A part has no place in a history; what the parts are merged to has.
moved=()
for option in --history --keep --baseline --exit-by; do move "$option"; done

# A lost part must not be found in what an earlier run left.
forget_parts() {
  rm -rf "$parts"
  mkdir -p "$parts"
}
