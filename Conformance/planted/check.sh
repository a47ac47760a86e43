#!/usr/bin/env bash
# Plants six faults in real models and has `wonnx-conform descend` look for them: each has to be found at
# its node, in its iteration, and named by its emulation, and `wonnx-conform reduce` has to leave three nodes
# or fewer of the model. Without a fault no node of the same models may be said to be wrong, plain against
# optimised. The models are those of Conformance/zoo.sh, or of the folder given. What it says is in
# result.txt:
#
#     Conformance/planted/check.sh >Conformance/planted/result.txt
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
prepare
zoo="${1:-$conformance/suites/zoo}"
if [ ! -d "$zoo/real" ]; then "$conformance/zoo.sh" >&2; fi
layer=/model/model.0/auto_model/encoder/layer.1

# What it is | the model | the node | the emulation | how the finding begins
faults=(
  "an off-by-one in Resize|real/ppocrv4_det|p2o.Resize.2|index-off-by-one|Resize 'p2o.Resize.2'"
  "TF32 in one MatMul of 24|real/minilm_l3_paraphrase|$layer/attention/output/dense/MatMul|tf32-products|MatMul '$layer/attention/output/dense/MatMul'"
  "no pads in one Conv of 83|real/ppocrv6_det_small|Conv.24|ignored-attribute:pads|Conv 'Conv.24'"
  "a swapped axis|real/minilm_l3_paraphrase|$layer/attention/self/Softmax|other-axis|Softmax '$layer/attention/self/Softmax'"
  "a stale state in an LSTM|real/silero_vad_16k_sequence|/recurrent/LSTM|stale-state|LSTM '/recurrent/LSTM'"
  "one bad iteration of 150|trained/sk_iris_knn_scan|cdistdf_1_ReduceSumSquare|zeros@100|ReduceSumSquare 'cdistdf_1_ReduceSumSquare' in iteration 100 of Scan 'Sc_Scan'"
)

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

descend() { "$program" descend "$zoo/$1" "${@:2}" 2>/dev/null; }

failed=0
for row in "${faults[@]}"; do
  IFS='|' read -r what model node fault label <<<"$row"
  printf '\n%s: %s --plant %s\n' "$what" "$model" "'$node=$fault'"
  status=0
  said="$(descend "$model" --runtime cpu --plant "$node=$fault")" || status=$?
  # The sentences, without the table behind them.
  sentences="${said%%$'\n\n'*}"
  printf '%s\n' "$sentences"
  emulation="${fault%@*}"
  if [ "$status" != 1 ] || [[ "$sentences" != "$label is the first step"* ]] ||
    [[ "$sentences" != *$'\n'"Explained by $emulation: gives all of its bits"* &&
      "$sentences" != *$'\n'"So does $emulation: gives all of its bits"* ]]; then
    printf 'NOT FOUND: status %s, expected %s, explained by %s\n' "$status" "$label" "$emulation"
    failed=1
  fi
  status=0
  small="$("$program" reduce "$zoo/$model" --runtime cpu --plant "$node=$fault" --output "$work/small" \
    2>/dev/null)" || status=$?
  printf 'Reduced: %s\n' "$(grep -o 'now .* elements' <<<"$small")"
  nodes="$(sed -n 's/.*now \([0-9]*\) nodes.*/\1/p' <<<"$small")"
  if [ "$status" != 1 ] || [ "${nodes:-99}" -gt 3 ]; then
    printf 'NOT REDUCED: status %s\n' "$status"
    failed=1
  fi
done

for model in real/ppocrv4_det real/minilm_l3_paraphrase real/ppocrv6_det_small \
  real/silero_vad_16k_sequence trained/sk_iris_knn_scan; do
  printf '\nno fault: %s --runtime cpu,cpu+opt\n' "$model"
  status=0
  said="$(descend "$model" --runtime cpu,cpu+opt)" || status=$?
  printf '%s\n' "${said%%$'\n'*}"
  if [ "$status" != 0 ]; then
    printf 'WRONGLY FOUND: status %s\n' "$status"
    failed=1
  fi
done
exit "$failed"
