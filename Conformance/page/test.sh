#!/usr/bin/env bash
# Opens report pages of synthetic histories in Debian's Chromium and uses them as people do: reads,
# searches, follows links, presses keys, prints; axe looks for what keeps anybody out. Prints a line a
# check that fails and a closing line. What it makes lies in a temporary folder; WONNX_SHOTS=FOLDER
# keeps pictures. Arguments are words of the checks to make: Conformance/page/test.sh keyboard
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

here="$conformance/page"
packages=(chromium chromium-driver fonts-dejavu-core poppler-utils)
install_packages

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python="$(find_python)" || stop "Python 3.11 or later with venv and ensurepip is needed."
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
  --only-binary :all: --no-deps -r "$here/requirements.txt" ||
  stop "pip could not install $here/requirements.txt."

say "Writing the pages"
WONNX_PAGES="$work/pages" swift test --package-path "$root" --filter PageSamples >"$work/log" 2>&1 ||
  { tail -20 "$work/log" >&2; stop "The pages could not be written."; }

PYTHONPATH="$here" "$work/venv/bin/python" -m checks "$work/pages" "$@"
