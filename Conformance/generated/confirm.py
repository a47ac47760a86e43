"""Writes who else gives the expected values of generated cases: confirmed.tsv.gz.

Usage: confirm.py RESULTS.jsonl CONFIRMED.tsv.gz

A column confirms a case when its outputs are inside the official tolerance and inside the operator's
bound, where one is stated, or when it refuses what has to be refused. Columns of the project's own are
not asked.
"""

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

OWN = {"cpu", "cpu+opt", "vulkan", "vulkan+opt"}
DIGITS = 12


def main(results: Path, table: Path) -> None:
    names: dict[str, str] = {}
    confirmed: dict[str, set[str]] = defaultdict(set)
    cases: set[str] = set()
    for line in results.read_text().splitlines():
        record = json.loads(line)
        if "run" in record:
            names |= {r["name"]: r["identity"] for r in record["run"]["runtimes"]}
            continue
        cases.add(record["case"])
        runtime = record["runtime"]
        if runtime in OWN or record["status"] != "pass":
            continue
        if "outside" in record.get("marks", []):
            continue
        confirmed[record["digest"][:DIGITS]].add(runtime)
    others = sorted(name for name in names if name not in OWN)
    letters = {name: chr(ord("a") + place) for place, name in enumerate(others)}
    lines = ["\t".join(names[name] for name in others)]
    for digest, who in sorted(confirmed.items()):
        lines.append(f"{digest}\t{''.join(sorted(letters[name] for name in who))}")
    with table.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode())
    print(f"{len(confirmed)} of {len(cases)} cases are confirmed by somebody else")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
