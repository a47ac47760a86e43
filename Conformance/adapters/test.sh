#!/usr/bin/env bash
# Tests the protocol, its Python package and the driver, in a fresh environment that goes afterwards;
# no other runtime is needed. Prints `N passed, N failed`. Exit status: 1 when a check fails, 4 when
# something can't be installed.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export PYTHONDONTWRITEBYTECODE=1
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

stop() {
  printf '%s\n' "$*" >&2
  exit 4
}

python3 -m venv "$folder/venv" >"$folder/log" 2>&1 ||
  stop "Python has no venv; Debian's package is python3-venv."
pip=("$folder/venv/bin/python" -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --requirement "$here/tests/requirements.txt" >"$folder/log" 2>&1 ||
  stop "PyPI can't be reached: $(tail -n 1 "$folder/log")"
# A copy is built, so that nothing is left in the checkout. Its build tool is there already.
cp -r "$here/../python" "$folder/python"
"${pip[@]}" install --no-build-isolation --no-deps "$folder/python" >"$folder/log" 2>&1 || {
  cat "$folder/log" >&2
  printf '0 passed, 1 failed\n'
  exit 1
}
# What lies beside the sources must not stand in for what was installed.
cd "$folder"
"$folder/venv/bin/python" "$here/tests/check.py"
