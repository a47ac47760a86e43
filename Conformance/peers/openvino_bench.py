"""Times OpenVINO's CPU plugin on case folders, in float32: one JSON line a folder.

openvino_bench.py --threads 2 --runs 5 Conformance/suite/real/test_resnet50 …
"""

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openvino
from feeds import case_feeds
from timing import session


def measure(folder: Path, threads: int, runs: int) -> dict:
    """Reading and compiling, first run, and the median of the runs after it."""
    record = {
        "case": f"{folder.parent.name}/{folder.name}",
        "peer": f"OpenVINO {openvino.__version__.split('-')[0]}",
        "threads": threads,
    }
    # On processors with bfloat16 its default is to compute in that.
    properties = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    if threads:
        properties["INFERENCE_NUM_THREADS"] = threads

    def create(feeds: list) -> Callable[[], object]:
        model = openvino.Core().compile_model(str(folder / "model.onnx"), "CPU", properties)
        return partial(model.create_infer_request().infer, feeds)

    return session(record, lambda: list(case_feeds(folder).values()), create, runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, help="folders in the standard layout")
    parser.add_argument("--threads", type=int, default=0, help="0: OpenVINO's own choice")
    parser.add_argument("--runs", type=int, default=5, help="runs after the first")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        record = measure(folder.resolve(), arguments.threads, arguments.runs)
        print(json.dumps(record, sort_keys=True), flush=True)


if __name__ == "__main__":
    main()
