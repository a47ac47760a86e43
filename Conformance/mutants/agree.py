"""python -m mutants.agree FOLDER RUN: whether the columns of RUN/results.jsonl give each mutant the same
kind of answer, and values that agree. Lists the mutants for which they do not, by what they differ in."""

import collections
import json
import pathlib
import re
import sys

TYPE = re.compile(r"expected (one of )?tensor\(|of unknown type|expected a tensor|input \d+ is (tensor|seq|optional)")


def kind(record):
    status = record["status"]
    if status == "pass" or status.startswith("fail:") and status not in ("fail:replay", "fail:bits"):
        return "value"
    if status in ("error:load", "error:import"):
        return "load"
    if status == "error:memory" or "does not fit into memory" in (record.get("reason") or ""):
        return "memory"
    if status.startswith("error:"):
        return "type" if TYPE.search(record.get("reason") or "") else "error"
    return status


def main():
    folder, run = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    changed = dict(line.rstrip("\n").split("\t") for line in open(folder / "changes.tsv", encoding="utf-8"))
    cases, apart = collections.defaultdict(dict), {}
    for line in open(run / "results.jsonl", encoding="utf-8"):
        record = json.loads(line)
        if "runtime" in record and "case" in record:
            cases[record["case"]][record["runtime"]] = record
        elif "apart" in record:
            apart[record["case"]] = [p for p in record["apart"] if "expected" not in (p["a"], p["b"])]
    found = collections.defaultdict(list)
    for case, records in sorted(cases.items()):
        kinds = {runtime: kind(record) for runtime, record in sorted(records.items())}
        bad = [k for k in kinds.values() if k.startswith(("crash", "timeout", "missing", "device", "fail:"))]
        if len(set(kinds.values())) > 1 or bad:
            found[", ".join(f"{runtime} {k}" for runtime, k in kinds.items())].append(case)
        elif apart.get(case):
            found["values differ"].append(case)
    for what, names in sorted(found.items(), key=lambda item: -len(item[1])):
        print(f"{len(names)} × {what}")
        for name in names[: None if "--all" in sys.argv else 3]:
            print(f"    {name}: {changed.get(name, '?')}")
            for runtime, record in sorted(cases[name].items()):
                print(f"        {runtime}: {(record.get('reason') or record['status'])[:160]}")
            for pair in apart.get(name, [])[:1]:
                print(f"        {pair['a']} and {pair['b']}: {pair['reason'][:160]}")
    count = sum(map(len, found.values()))
    print(f"{len(cases) - count} of {len(cases)} mutants have one kind of answer on every runtime.")
    return 0 if cases and not count else 1


sys.exit(main())
