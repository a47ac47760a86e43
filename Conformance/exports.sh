#!/usr/bin/env bash
# Writes the suite of exported models, Conformance/suites/exports: wonnx-conform --suite exports runs it.
# PyTorch, torchvision, transformers, scikit-learn, LightGBM and XGBoost make, fit and export models, with
# seeds; what they compute themselves is expected. What is there already is kept, and what an
# interruption left out is written the next time.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source-path=SCRIPTDIR source=networks/environment.sh
source "$conformance/networks/environment.sh"

usage="Conformance/exports.sh [learned|neural] writes Conformance/suites/exports, or one half of it: learned
(scikit-learn, LightGBM and XGBoost; packages of 0.8 GB, two minutes) or neural (PyTorch, torchvision and
transformers; packages of 6 GB, for PyPI's torch does not start without CUDA's libraries; ten minutes)."

case "${1:-all}" in
  learned | neural) halves=("$1") ;;
  all) halves=(learned neural) ;;
  -h | --help)
    say "$usage"
    exit 0
    ;;
  *)
    say "'$1' is no half of the suite. $usage"
    exit 2
    ;;
esac
for half in "${halves[@]}"; do
  write_networks exports "exports-$half" "networks.exports.$half"
done
