#!/usr/bin/env bash
# Runs the suite in parts on hosts that ssh reaches, then merges them, and ends with the merge's
# status: 3 where a part is lost. The second argument is GNU parallel's --sshlogin (`:` is this
# machine), the others go to wonnx-conform run:
#   Conformance/fleet/parallel.sh 8 board1,board2,: --runtime vulkan
# Every host has the checkout in the same folder; what else it lacks, run.sh sets up there. A part
# whose host is lost runs on another. PARALLEL_SSH is the ssh command, with its options.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/parts.sh" "${1:-}" "${@:3}"

hosts="${2:-}"
if [ -z "$hosts" ]; then
  say "The second argument is missing, expected the hosts, such as board1,board2."
  exit 2
fi

ssh="${PARALLEL_SSH:-ssh} -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15"

# What is set here and not there.
environment=()
for name in WONNX_COMMAND WONNX_SUITE WONNX_SWIFT; do
  [ -z "${!name:-}" ] || environment+=("$name=${!name}")
done

install_packages parallel rsync
forget_parts

# 1 and 5 are results like 0. Any other status, and ssh's 255, is tried on another host.
run="$(printf '%q ' env "${environment[@]}" Conformance/run.sh --report jsonl "${arguments[@]}")"
part="rm -rf $parts/{}; $run --shard {}/$part_count --output $parts/{}"
seq "$part_count" |
  parallel --sshlogin "$hosts" --ssh "$ssh" --workdir "$root" --jobs 1 --retries 3 \
    --joblog "$parts/jobs.tsv" --return "$parts/{}" \
    "$part; case \$? in 0 | 1 | 5) ;; *) exit 4 ;; esac" ||
  say "Of the parts, $? ended badly."

exec Conformance/run.sh merge "$parts"/*/ --output "$output" "${moved[@]}"
