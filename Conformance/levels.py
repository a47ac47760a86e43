"""Says where the values of runs differ in a bit: levels.py RUN…, folders that wonnx-conform wrote."""

import json
import sys
from pathlib import Path


def bits(folder: Path) -> dict[tuple[str, str], str]:
    """The digest of each case's outputs, by case and runtime."""
    found = {}
    for line in (folder / "results.jsonl").read_text().splitlines():
        record = json.loads(line)
        if "bits" in record:
            found[record["case"], record["runtime"]] = record["bits"]
    return found


def main() -> None:
    first, *others = map(Path, sys.argv[1:])
    expected = bits(first)
    differing = 0
    for folder in others:
        found = bits(folder)
        for key in sorted(expected.keys() | found.keys()):
            if expected.get(key) != found.get(key):
                differing += 1
                print(f"{key[0]} on {key[1]}: {folder.name} has other bits than {first.name}")
    print(f"{first.name}: {len(expected)} results, {1 + len(others)} runs, {differing} differ")
    sys.exit(1 if differing or not expected else 0)


if __name__ == "__main__":
    main()
