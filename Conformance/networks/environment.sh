# Sourced by zoo.sh and exports.sh after setup.sh. `write_networks SUITE ENVIRONMENT MODULE [ARGUMENT…]`
# runs a module of this folder that writes the suite, in a virtual environment of its own.
# shellcheck shell=bash disable=SC2154

write_networks() {
  local target="$conformance/suites/$1" folder
  venv="$conformance/.venv-$2"
  folder="$conformance/${3//.//}"
  requirements="$folder/requirements.txt"
  install_packages libgomp1
  mkdir -p "$conformance/suites"
  (
    exec 9>"$conformance/.setup-$2.lock"
    flock 9
    make_venv || stop "PyPI can't be reached, and $venv is not here yet: $pip_says"
    PYTHONPATH="$conformance" "$venv/bin/python" -m "$3" --suite "$target" "${@:4}"
  )
}
