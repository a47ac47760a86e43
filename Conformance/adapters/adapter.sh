#!/usr/bin/env bash
# Starts an adapter of this folder: adapter.sh NAME [ARGUMENT…]. Its environment, Conformance/.venv-NAME,
# is made when it is first asked for, from pinned packages and `Conformance/python`, and again when
# either changes. Whatever this says goes to standard error. Exit status: 4 where the environment
# can't be made.
set -euo pipefail
adapters="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$adapters/../setup.sh"

name="${1:-}"
if [ -z "$name" ] || [ ! -f "$adapters/$name/adapter.py" ]; then
  there="$(cd "$adapters" && printf '%s ' */adapter.py)"
  stop "'$name' is no adapter here; there are: ${there//\/adapter.py/}"
fi
shift

requirements="$adapters/$name/requirements.txt"
venv="$conformance/.venv-$name"
(
  exec 9>"$conformance/.setup-$name.lock"
  flock 9
  make_venv || stop "PyPI can't be reached: $pip_says"
  # shellcheck source=/dev/null
  if [ -f "$adapters/$name/setup.sh" ]; then source "$adapters/$name/setup.sh"; fi
) >&2
export PYTHONPATH="$conformance/python${PYTHONPATH:+:$PYTHONPATH}"
exec "$venv/bin/python" "$adapters/$name/adapter.py" "$@"
