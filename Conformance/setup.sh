# Sourced by the commands beside it. `set_up` installs what is missing (system packages, a Python
# virtual environment with the pinned requirements) and writes the suite; where nothing is missing
# it only looks. `prepare` does so and builds. Every step can be interrupted anywhere and run again.
# shellcheck shell=bash

conformance="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(dirname "$conformance")"
suite="$conformance/suite"
venv="$conformance/.venv"
requirements="$conformance/requirements.txt"
export PYTHONDONTWRITEBYTECODE=1

# A scheduler may start a job without HOME, and without the folders of dpkg's programs.
[ -v HOME ] || export HOME=~
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

packages=(
  g++ glslang-dev libhdf5-dev libjpeg-dev libopenjp2-7-dev libpng-dev libprotobuf-dev libssl-dev
  libre2-dev libtiff-dev libvulkan-dev libwebp-dev mesa-vulkan-drivers pkg-config spirv-tools
  vulkan-validationlayers zlib1g-dev
)

say() { printf '%s\n' "$*" >&2; }

# Exit code 4: the surroundings, not the project.
stop() {
  say "$*"
  exit 4
}

set_up() {
  find_swift
  install_packages "${packages[@]}"
  write_suite
}

# Sets up and builds release: `program` is then wonnx-conform, `suite` the suite's folder. What
# WONNX_COMMAND (the program) and WONNX_SUITE (the folder) name is there already and left alone.
prepare() {
  program=""
  if [ -n "${WONNX_COMMAND:-}" ]; then
    program="$(command -v "$WONNX_COMMAND")" ||
      stop "WONNX_COMMAND is '$WONNX_COMMAND', which is no program that can be run."
    program="$(realpath "$program")"
  else
    find_swift
  fi
  install_packages "${packages[@]}"
  if [ -n "${WONNX_SUITE:-}" ]; then suite="$WONNX_SUITE"; else write_suite; fi
  if [ -z "$program" ]; then
    swift build --package-path "$root" -c release --product wonnx-conform
    program="$(swift build --package-path "$root" -c release --show-bin-path)/wonnx-conform"
  fi
  trust_checkout
}

# cron and systemd don't have Swift on PATH: WONNX_SWIFT names the program or its folder.
find_swift() {
  local place="${WONNX_SWIFT:-}"
  if [ -n "$place" ]; then
    [ -d "$place" ] || place="$(dirname "$place")"
    [ -x "$place/swift" ] || stop "WONNX_SWIFT is '$WONNX_SWIFT', but there is no $place/swift."
    PATH="$place:$PATH"
  fi
  command -v swift >/dev/null ||
    stop "Swift is neither on PATH nor named by WONNX_SWIFT; see https://www.swift.org/install."
}

# In a container job the checkout belongs to another user, and git would not say its commit.
trust_checkout() {
  local count="${GIT_CONFIG_COUNT:-0}"
  export GIT_CONFIG_COUNT="$((count + 1))"
  export "GIT_CONFIG_KEY_$count=safe.directory" "GIT_CONFIG_VALUE_$count=$root"
}

write_suite() {
  exec 9>"$conformance/.setup.lock"
  flock 9
  if suite_is_here; then
    if ! make_venv; then
      say "PyPI can't be reached, so the Python peers are not here; the suite is. ($pip_says)"
    fi
  else
    make_venv || stop "The suite is not here yet and PyPI can't be reached: $pip_says"
    provision "$venv/bin/python" || exit
  fi
  exec 9>&-
}

install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "Debian's names of what must be installed here: $*"
    return
  fi
  local wanted=("$@") missing=() installed package
  find_python >/dev/null || wanted+=(python3-venv)
  installed="$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>&1 || true)"
  for package in "${wanted[@]}"; do
    grep -qx "installed $package" <<<"$installed" || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      stop "Packages are missing and there is no sudo; as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  # An installation that was cut short is finished first.
  "${as_root[@]}" dpkg --configure -a
  "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update ||
    say "The package lists are not fresh; trying with those that are here."
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "${missing[@]}" ||
    stop "These packages are missing and could not be installed: ${missing[*]}"
}

# A Python that can make virtual environments and that the pinned packages support.
find_python() {
  local candidate fits='import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'
  for candidate in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c "$fits" 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# Fails only where packages could not be fetched, with pip's reason in `pip_says`. The mark is
# written last: an environment without it is made anew.
make_venv() {
  local mark="$venv/.requirements.sha256" wanted python log
  wanted="$(sha256sum <"$requirements")"
  if [ -x "$venv/bin/python" ] && [ "$(cat "$mark" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  python="$(find_python)" || stop "Python 3.11 or later with venv and ensurepip is needed."
  say "Making $venv"
  rm -rf "$venv"
  "$python" -m venv "$venv" || stop "$python could not make $venv."
  log="$venv/pip.log"
  if ! "$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
    --only-binary :all: --retries 2 --timeout 15 -r "$requirements" >"$log" 2>&1; then
    # Only the network is an excuse for going on without.
    local unreachable="\[Errno [^']+|read timed out|connect timeout|proxyerror|from versions: none"
    pip_says="$(grep -oiE "$unreachable" "$log" | head -1 || true)"
    [ -n "$pip_says" ] || stop "pip could not install $requirements: $(tail -1 "$log")"
    return 1
  fi
  printf '%s\n' "$wanted" >"$mark"
}

provision() {
  local python="$1"
  shift
  PYTHONPATH="$conformance" "$python" -m provision --suite "$suite" "$@"
}

# Any Python will do.
suite_is_here() {
  local python
  python="$venv/bin/python"
  [ -x "$python" ] || python="$(find_python)" || return 1
  provision "$python" --check
}
