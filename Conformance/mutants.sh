#!/usr/bin/env bash
# Changes models of the suite at random (Conformance/mutants), runs each through both runtimes, plain and
# optimised, and demands the same kind of answer of all: a value, or an error of the same kind. Nothing
# may crash or hang. Options: --count NUMBER (500), --seed NUMBER (1), --keep FOLDER to look at mutants.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

count=500
seed=1
work=""
while [ "$#" -gt 0 ]; do
  case "$1" in
    --count) count="$2" ;;
    --seed) seed="$2" ;;
    --keep) work="$(mkdir -p "$2" && realpath "$2")" ;;
    *) echo "mutants.sh takes --count, --seed and --keep, not '$1'." >&2; exit 2 ;;
  esac
  shift 2
done
prepare
python="${WONNX_PYTHON:-$venv/bin/python}"
if [ -z "$work" ]; then
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
fi
export PYTHONPATH="$conformance"
rm -rf "$work/mutants"
"$python" -m mutants "$suite" "$work" "$count" "$seed"
# Whatever comes out is as expected, but for an end of the process.
cat >"$work/expectations.toml" <<'TOML'
[[expect]]
case = "*"
status = ["pass", "fail", "error", "unsupported"]
reason = "A mutant's answer is anybody's guess."
TOML
# 1 is a crash or a timeout, which the comparison shows with the rest.
"$program" --suite "$work/mutants" --expectations "$work/expectations.toml" \
  --runtime cpu,cpu+opt,vulkan,vulkan+opt --replays 0 --memory 2 --timeout 10 \
  --report jsonl --output "$work/run" >"$work/log" || [ "$?" -eq 1 ] || { cat "$work/log"; exit 4; }
"$python" -m mutants.agree "$work" "$work/run"
