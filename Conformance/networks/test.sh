#!/usr/bin/env bash
# Holds the writing of suites of networks to what README.md says, without a network and without any of
# the models. Arguments choose sentences: Conformance/networks/test.sh 'digest'
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
# shellcheck source-path=SCRIPTDIR source=../checks.sh
source "$conformance/checks.sh"

make_venv || stop "PyPI can't be reached: $pip_says"
chosen="${1:-}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

says() {
  "$conformance/zoo.sh" --help && "$conformance/exports.sh" --help &&
    ! "$conformance/zoo.sh" --hlep && ! "$conformance/exports.sh" torch
}
holds() { PYTHONPATH="$conformance" "$venv/bin/python" -m networks.checks "$1"; }

check "what is there is kept, and what is missing is written" holds keeps
check "an interrupted run leaves whole cases, and the next goes on" holds goes_on
check "another recipe writes its kind anew, without strangers" holds begins_anew
check "what a tool refuses is left out, and the manifest says why" holds leaves_out
check "a model of another digest, or in no archive, is refused" holds holds_digests
check "--help is no error, another argument is" says
conclude
