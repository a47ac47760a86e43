"""Says whether two records, such as one of merged parts and one of a run in one piece, are the same.

    same_record.py A/results.jsonl B/results.jsonl

Left out is what differs between two runs of the same cases: times, memory, hosts, devices, names of
runs, parts, and attempts. Everything else has to be equal, the order of lines too. Exit status 0:
the same; 1: they differ, and the first difference is said.
"""

import json
import sys

OF_A_RUN = ["id", "host", "command", "runAt", "seconds", "parts"]
OF_A_RUNTIME = ["identity", "device", "driver"]
OF_A_RESULT = ["seconds", "durations", "memory", "attempts", "company", "log"]


def comparable(line):
    """A line without what may differ; None for one that a record in one piece has not."""
    record = json.loads(line)
    if "plan" in record or "end" in record:
        return None
    if "run" in record:
        run = without(record["run"], OF_A_RUN)
        run["runtimes"] = [without(runtime, OF_A_RUNTIME) for runtime in run.get("runtimes", [])]
        run["digests"] = without(run.get("digests", {}), ["devices"])
        return {"run": run}
    return without(record, OF_A_RESULT)


def without(members, names):
    return {name: value for name, value in members.items() if name not in names}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [line for line in map(comparable, file) if line is not None]


def main():
    a, b = map(lines, sys.argv[1:3])
    for number, (mine, other) in enumerate(zip(a, b), start=1):
        if mine != other:
            print(f"Line {number} differs:", *map(json.dumps, (mine, other)), sep="\n")
            return 1
    if len(a) != len(b):
        print(f"One record has {len(a)} lines, the other {len(b)}.")
        return 1
    print(f"The same: {len(a)} lines.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
