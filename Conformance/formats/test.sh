#!/usr/bin/env bash
# Writes every report of made-up runs and holds each against its format's own readers and schemas:
# junitparser and the xUnit plugin's schema, CTRF's and shields.io's members, git. Installs what it
# needs in a folder of its own, which goes afterwards. Exit status: 1 when a check fails, 4 when
# something can't be installed. WONNX_FORMATS names a folder that has the reports already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(dirname "$(dirname "$here")")"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

stop() {
  printf '%s\n' "$*" >&2
  exit 4
}

samples="${WONNX_FORMATS:-$folder/samples}"
if [ ! -d "$samples" ]; then
  # The build's words are of no interest unless it stops.
  WONNX_FORMATS="$samples" swift test --package-path "$root" --filter FormatSamples \
    >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
fi
[ -d "$samples" ] || stop "The samples were not written: is FormatSamples still a suite of tests?"

command -v git >/dev/null || stop "git is not on PATH."
command -v patch >/dev/null || stop "patch is not on PATH."
python3 -m venv "$folder/venv" >"$folder/log" 2>&1 ||
  stop "Python has no venv; Debian's package is python3-venv."
pip=("$folder/venv/bin/python" -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --requirement "$here/requirements.txt" >"$folder/log" 2>&1 ||
  stop "PyPI can't be reached: $(tail -n 1 "$folder/log")"
# The schema is in pytest's source only. It does not build; it is unpacked.
"${pip[@]}" download --no-deps --no-binary pytest --no-build-isolation --dest "$folder" \
  pytest==8.4.2 >"$folder/log" 2>&1 ||
  stop "pytest's source can't be had from PyPI: $(tail -n 1 "$folder/log")"
tar -xzf "$folder/pytest-8.4.2.tar.gz" -C "$folder" \
  pytest-8.4.2/testing/example_scripts/junit-10.xsd

"$folder/venv/bin/python" "$here/check.py" "$samples" \
  "$folder/pytest-8.4.2/testing/example_scripts/junit-10.xsd"
