#!/usr/bin/env bash
# Runs the suite in parts as a Slurm array, then merges them, and ends with the merge's status: 3
# where a part is lost. Arguments after the count go to wonnx-conform run:
#   Conformance/fleet/slurm.sh 8 --runtime cpu --output reports
# The checkout (and WONNX_COMMAND and WONNX_SUITE, where they are set) is on a file system that every
# node has. SBATCH_PARTITION, SBATCH_TIMELIMIT and their like say where and how long.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/parts.sh" "$@"

# What a shell reads as these words.
quoted() { printf '%q ' "$@"; }

submit() { sbatch --parsable --chdir="$root" "$@"; }

command -v sbatch >/dev/null || stop "sbatch is not here; this is for a machine that submits to Slurm."
prepare
default --suite "$suite"
forget_parts

# A task that Slurm puts back in the queue goes on with its part.
array="$(submit --job-name=wonnx-part --array="1-$part_count" --requeue --open-mode=append \
  --output="$parts/%a.log" <<JOB
#!/usr/bin/env bash
exec $(quoted "$program" run --shard auto --resume --report jsonl "${arguments[@]}") \\
  --output $parts/\$SLURM_ARRAY_TASK_ID
JOB
)" || stop "Slurm has not taken the parts."
say "Parts: job $array"

# `afterany`: a part may end badly, and then the merge names it.
submit --job-name=wonnx-merge --dependency="afterany:$array" --wait --output="$parts/merge.log" \
  >"$parts/merge.job" <<JOB || status=$?
#!/usr/bin/env bash
exec $(quoted "$program" merge) $parts/*/ --output $(quoted "$output" "${moved[@]}")
JOB
say "Merge: job $(<"$parts/merge.job")"
[ ! -f "$parts/merge.log" ] || cat "$parts/merge.log"
exit "${status:-0}"
