"""Writes who else gives the expected values of generated cases, and prints how many each column passes.

Usage: confirm.py RESULTS.jsonl CONFIRMED.tsv.gz >columns.md

A column confirms a case when its outputs are inside the official tolerance and inside the operator's
bound, where one is stated, or when it refuses what has to be refused. Columns of the project's own are
not asked.
"""

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

OWN = {"cpu", "cpu+opt", "vulkan", "vulkan+opt"}
DIGITS = 12
# A result's families, in the table's order.
FAMILIES = ["pass", "bound", "fail", "error", "unsupported", "crash", "timeout"]


def family(record: dict) -> str:
    if record["status"] == "pass" and any(
        (output.get("bound") or {}).get("outside", 0) > 0 for output in record.get("outputs", [])
    ):
        return "bound"
    return record["status"].split(":")[0]


def table(counts: dict[tuple[str, str], Counter], names: dict[str, str]) -> str:
    lines = [
        "# Who passes how many of the generated cases",
        "",
        "Written by `Conformance/generated/confirm.sh`. Passes are inside the official tolerance and inside of",
        "the operators' bounds; *bound* is inside the first alone. Of the kind *refused* a pass is a refusal.",
        "A runtime that says that it lacks an operator or type is *unsupported*.",
        "",
        "| runtime | kind | cases | " + " | ".join(FAMILIES) + " |",
        "|---|---|" + "---:|" * (len(FAMILIES) + 1),
    ]
    for (runtime, kind), count in sorted(counts.items()):
        shown = [str(count[name]) if count[name] else "" for name in FAMILIES]
        other = set(count) - set(FAMILIES)
        if other:
            raise SystemExit(f"no column for {sorted(other)}")
        lines.append(f"| {runtime} | {kind} | {count.total()} | " + " | ".join(shown) + " |")
    lines += ["", *(f"* {name}: {identity}" for name, identity in sorted(names.items()))]
    return "\n".join(lines)


def main(results: Path, path: Path) -> None:
    names: dict[str, str] = {}
    counts: dict[tuple[str, str], Counter] = defaultdict(Counter)
    confirmed: dict[str, set[str]] = defaultdict(set)
    cases: set[str] = set()
    with results.open() as lines:
        for line in lines:
            record = json.loads(line)
            if "run" in record:
                names |= {r["name"]: r["identity"] for r in record["run"]["runtimes"]}
            if "status" not in record:
                continue
            cases.add(record["case"])
            runtime = record["runtime"]
            counts[runtime, record["case"].split("/")[0]][family(record)] += 1
            if runtime not in OWN and family(record) == "pass":
                confirmed[record["digest"][:DIGITS]].add(runtime)
    others = sorted(name for name in names if name not in OWN)
    letters = {name: chr(ord("a") + place) for place, name in enumerate(others)}
    lines = ["\t".join(names[name] for name in others)]
    for digest, who in sorted(confirmed.items()):
        lines.append(f"{digest}\t{''.join(sorted(letters[name] for name in who))}")
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode())
    print(table(counts, names))
    print(f"\n{len(confirmed)} of {len(cases)} cases are confirmed by somebody else.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
