#!/usr/bin/env bash
# Times the interpreter, plain and optimised, beside onnxruntime and OpenVINO: on the models of the zoo
# (which Conformance/zoo.sh writes) and on 75 operators of the sizes that networks have, with one thread
# each. Prints tables, to be committed as Conformance/speed/last-run.md. It takes about ten minutes on a
# machine that does nothing else.
#
#   Conformance/speed.sh                      one thread, all models and operators
#   Conformance/speed.sh --threads 2          another number of threads
#
# Exit status 1: a model is slower optimised than as it is. Other arguments go to `wonnx-conform bench`.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source-path=SCRIPTDIR source=options.sh
source "$conformance/options.sh" "$@"

if [[ "${1:-}" == -h || "${1:-}" == --help ]]; then sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0; fi
prepare
# The adapter's environment has OpenVINO; without it there is one column less.
"$conformance/adapters/adapter.sh" openvino --help </dev/null >/dev/null 2>&1 || true
zoo="$conformance/suites/zoo"
[ -f "$zoo/manifest.json" ] || "$conformance/zoo.sh"
default --threads 1
default --runs 7
default --rounds 3
default --runtime cpu,cpu+opt,onnxruntime,openvino
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python="${WONNX_PYTHON:-$venv/bin/python}"
PYTHONPATH="$conformance" "$python" -m speed "$work"
# What we do not support stays without a time.
"$program" bench "${arguments[@]}" --json "$work/zoo.json" "$zoo"/*/* >"$work/log" || [ "$?" -eq 1 ]
"$program" bench "${arguments[@]}" --json "$work/operators.json" "$work"/node/* >"$work/log" || [ "$?" -eq 1 ]
"$python" "$conformance/speed/report.py" "$work/zoo.json" "$work/operators.json"
