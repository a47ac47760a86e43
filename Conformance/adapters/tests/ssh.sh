#!/usr/bin/env bash
# A remote device, through sshd on loopback: another user, who can't read the host's scratch folder,
# runs `wonnx-conform adapter serve`, so that models, what lies beside them and values go inline.
# Arguments choose the cases, in place of some of each kind of value and one with external data.
# WONNX_CONFORM names the program, PYTHON one with onnx. It is skipped, with a sentence, where there is
# no sshd, or nobody who may make a user. Exit status: 1 when a case does not pass.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
program="${WONNX_CONFORM:-$root/.build/release/wonnx-conform}"
python="${PYTHON:-$root/Conformance/.venv/bin/python}"

skip() {
  printf 'skipped: %s\n' "$*"
  exit 0
}

sshd="$(command -v sshd || command -v /usr/sbin/sshd)" ||
  skip "there is no sshd; Debian's package is openssh-server."
command -v ssh >/dev/null || skip "there is no ssh; Debian's package is openssh-client."
[ "$(id -u)" = 0 ] || skip "the remote side is another user, and making one takes root."
command -v useradd >/dev/null || skip "there is no useradd."

folder="$(mktemp -d)"
user="wonnx-board-$$"
daemon=""
clean() {
  if [ -n "$daemon" ]; then kill "$daemon" 2>/dev/null || true; fi
  userdel "$user" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean EXIT

# The remote side has a copy of the program, which the user may run.
chmod 755 "$folder"
cp "$program" "$folder/wonnx-conform"
useradd --no-create-home --home-dir "$folder" --shell /bin/sh --password '*' "$user"
ssh-keygen -q -t ed25519 -N '' -f "$folder/host"
ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
mkdir -p /run/sshd
port="$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
cat >"$folder/sshd_config" <<CONFIG
ListenAddress 127.0.0.1
Port $port
HostKey $folder/host
PidFile none
AuthorizedKeysFile $folder/key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
CONFIG
"$sshd" -D -e -f "$folder/sshd_config" 2>"$folder/sshd.log" &
daemon=$!

board=(ssh -F none -p "$port" -i "$folder/key" -o BatchMode=yes -o LogLevel=ERROR
  -o StrictHostKeyChecking=no -o "UserKnownHostsFile=/dev/null" "$user@127.0.0.1")
for _ in $(seq 50); do
  if "${board[@]}" true 2>"$folder/ssh.log"; then break; fi
  sleep 0.1
done
"${board[@]}" true || { cat "$folder/sshd.log" >&2; exit 1; }

suite="$folder/suite"
mkdir -p "$suite"
if [ "$#" -eq 0 ]; then
  "$python" "$here/external.py" "$suite"
  # Some of each kind of value: they are links, so that nothing is copied.
  mkdir -p "$suite/node"
  for name in add cast_FLOAT_to_BFLOAT16 cast_FLOAT_to_FLOAT8E4M3FN cast_FLOAT_to_INT4 \
    cast_FLOAT_to_UINT2 identity_opt identity_sequence optional_get_element_optional_sequence \
    sequence_insert_at_back string_concat_utf8 adagrad mod_int64_fmod; do
    if [ -d "$root/Conformance/suite/node/test_$name" ]; then
      ln -s "$root/Conformance/suite/node/test_$name" "$suite/node/test_$name"
    fi
  done
  set -- --suite "$suite"
fi
# What the remote side says is kept, to see that it had the bytes and not the folder.
install -o "$user" -m 600 /dev/null "$folder/said"
printf '#!/bin/sh\n%s/wonnx-conform adapter serve | tee -a %s/said\n' "$folder" "$folder" \
  >"$folder/serve"
chmod 755 "$folder/serve"
"$program" --runtime "board=exec:${board[*]} $folder/serve" --report none \
  --output "$folder/reports" "$@"
grep -q '"transport":"inline"' "$folder/said"
