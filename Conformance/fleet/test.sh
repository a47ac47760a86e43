#!/usr/bin/env bash
# Runs the suite in three parts by a real Slurm (one node on loopback) and by GNU parallel over a
# real sshd, merges, and compares with one run in one piece; then again with a part that is lost.
# As root on Debian; installs what is missing and stops what it started. Not part of .ci/run.
# Arguments say what runs: Conformance/fleet/test.sh --runtime cpu --kind node
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

fleet="$conformance/fleet"
selection=("$@")
[ "$#" -gt 0 ] || selection=(--runtime "cpu,cpu+opt" --kind "node,simple,pytorch-operator")

main() {
  work="$(mktemp -d)"
  trap tear_down EXIT
  chmod 755 "$work"
  install_packages munge openssh-server parallel rsync slurm-wlm
  prepare
  export WONNX_SUITE="$suite"

  SECONDS=0
  "$program" run --suite "$suite" "${selection[@]}" --output "$work/one" >"$work/log" 2>&1 ||
    say "$(<"$work/log")"
  row "one run" "$(wc -l <"$work/one/results.jsonl") lines"

  start_slurm
  merges "Slurm array" "$fleet/slurm.sh" 3
  loses "Slurm array, a task killed" kill_second_task "$fleet/slurm.sh" 3
  start_sshd
  merges "GNU parallel over ssh" "$fleet/parallel.sh" 3 board1,board2
  merges "GNU parallel, a host lost" "$fleet/parallel.sh" 3 board1,lost
  loses "GNU parallel, a part lost" refuse_second_part "$fleet/parallel.sh" 3 board1,board2
  loses "GNU parallel, one cut short" cut_second_part "$fleet/parallel.sh" 3 board1,board2
  [ "$failures" -eq 0 ]
}

failures=0
row() { printf '%-28s %3s s  %s\n' "$1" "$SECONDS" "$2"; }

fail() {
  failures=$((failures + 1))
  row "$1" "FAILS: $2"
  tail -n 20 "$work/log"
}

# Three parts and the merge give the record of one run.
merges() {
  local name="$1" status=0 verdict
  shift
  SECONDS=0
  rm -rf "$work/merged"
  WONNX_COMMAND="$program" "$@" "${selection[@]}" --output "$work/merged" >"$work/log" 2>&1 ||
    status=$?
  case "$status" in 0 | 1 | 5) ;; *) fail "$name" "status $status" && return ;; esac
  if verdict="$("$(find_python)" "$fleet/same_record.py" "$work/one/results.jsonl" \
    "$work/merged/results.jsonl")"; then
    row "$name" "$verdict"
  else
    fail "$name" "$verdict"
  fi
}

# Without all of part 2 the merge names it, holds its cases as missing, and ends with 3.
loses() {
  local name="$1" plant="$2" status=0 missing
  shift 2
  SECONDS=0
  rm -rf "$work/merged"
  "$plant" >"$work/program"
  chmod +x "$work/program"
  WONNX_COMMAND="$work/program" "$@" "${selection[@]}" --output "$work/merged" \
    >"$work/log" 2>&1 || status=$?
  missing="$(grep -c '"status":"missing"' "$work/merged/results.jsonl" || true)"
  if [ "$status" -eq 3 ] && [ "${missing:-0}" -gt 0 ] && grep -q '2/3' "$work/log"; then
    row "$name" "status 3, $missing results missing: $(grep -m 1 '2/3' "$work/log")"
  else
    fail "$name" "status $status, ${missing:-no} results missing"
  fi
}

# The second task would not end, and Slurm kills it.
kill_second_task() {
  cat <<PROGRAM
#!/usr/bin/env bash
if [ "\${SLURM_ARRAY_TASK_ID:-}" = 2 ]; then
  (sleep 1 && scancel --full --signal=KILL "\${SLURM_ARRAY_JOB_ID}_2") &
  sleep 600
fi
exec $(printf '%q' "$program") "\$@"
PROGRAM
}

# The second part never begins, on any host.
refuse_second_part() {
  cat <<PROGRAM
#!/usr/bin/env bash
case "\$*" in *"--shard 2/3"*) kill -KILL \$\$ ;; esac
exec $(printf '%q' "$program") "\$@"
PROGRAM
}

# The second part is killed when it has its first results, on every host.
cut_second_part() {
  cat <<PROGRAM
#!/usr/bin/env bash
case "\$*" in
  *"--shard 2/3"*)
    $(printf '%q' "$program") "\$@" &
    until grep -qs '"status"' reports/parts/2/results.partial.jsonl; do sleep 0.02; done
    kill -KILL "\$!"
    wait "\$!"
    ;;
  *) exec $(printf '%q' "$program") "\$@" ;;
esac
PROGRAM
}

start_slurm() {
  local node
  node="$(hostname -s)"
  mkdir "$work/munge" "$work/state" "$work/spool"
  head -c 128 /dev/urandom >"$work/munge/key"
  chmod 600 "$work/munge/key"
  munged --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
    --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed"
  cat >"$work/slurm.conf" <<CONF
ClusterName=fleet
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ReturnToService=2
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=60 State=UP
CONF
  export SLURM_CONF="$work/slurm.conf"
  slurmctld
  slurmd
  srun --immediate=20 --ntasks=1 true
}

start_sshd() {
  ssh-keygen -q -t ed25519 -N "" -f "$work/host"
  ssh-keygen -q -t ed25519 -N "" -f "$work/key"
  mkdir -p /run/sshd
  cat >"$work/sshd.conf" <<CONF
ListenAddress 127.0.0.1
Port 16822
HostKey $work/host
AuthorizedKeysFile $work/key.pub
PidFile $work/sshd.pid
StrictModes no
UsePAM no
CONF
  cat >"$work/ssh.conf" <<CONF
Host board1 board2
  Port 16822
Host lost
  Port 16823
Host *
  HostName 127.0.0.1
  IdentityFile $work/key
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  LogLevel ERROR
CONF
  /usr/sbin/sshd -f "$work/sshd.conf"
  export PARALLEL_SSH="ssh -F $work/ssh.conf"
}

tear_down() {
  local file
  for file in sshd.pid slurmd.pid slurmctld.pid munge/pid; do
    if [ -f "$work/$file" ]; then kill "$(<"$work/$file")" || true; fi
  done
  sleep 1
  rm -rf "$work"
}

main
