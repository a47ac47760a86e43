"""Times onnxruntime's CPU provider on case folders: one JSON line a folder.

onnxruntime_bench.py --threads 2 --runs 5 Conformance/suite/real/test_resnet50 …
"""

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import onnxruntime
from feeds import case_feeds
from session import LEVELS, make_session
from timing import session


def measure(folder: Path, threads: int, runs: int, level: str) -> dict:
    """Session creation, first run, and the median of the runs after it."""
    record = {
        "case": f"{folder.parent.name}/{folder.name}",
        "peer": f"onnxruntime {onnxruntime.__version__}",
        "provider": "CPUExecutionProvider",
        "optimisation": level,
        "threads": threads,
    }

    def create(feeds: dict) -> Callable[[], object]:
        made = make_session(str(folder / "model.onnx"), threads, level)
        return partial(made.run, None, feeds)

    return session(record, lambda: case_feeds(folder), create, runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, help="folders in the standard layout")
    parser.add_argument("--threads", type=int, default=0, help="0: onnxruntime's own choice")
    parser.add_argument("--runs", type=int, default=5, help="runs after the first")
    parser.add_argument("--level", choices=sorted(LEVELS), default="all", help="optimisation")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        record = measure(folder.resolve(), arguments.threads, arguments.runs, arguments.level)
        print(json.dumps(record, sort_keys=True), flush=True)


if __name__ == "__main__":
    main()
