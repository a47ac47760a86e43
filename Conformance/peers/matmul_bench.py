"""Times onnxruntime's MatMul of two square float32 matrices: one JSON line a thread count.

matmul_bench.py --size 1024 --threads 1 2
"""

import argparse
import json
from functools import partial

import numpy as np
import onnx
import onnxruntime
from onnx import helper
from session import make_session
from timing import repeated


def square_matmul(size: int) -> bytes:
    """A model of one MatMul, `[size, size] × [size, size]`, both operands inputs."""

    def matrix(name: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [size, size])

    node = helper.make_node("MatMul", ["A", "B"], ["Y"])
    graph = helper.make_graph([node], "matmul", [matrix("A"), matrix("B")], [matrix("Y")])
    imports = [helper.make_operatorsetid("", 13)]
    return helper.make_model(graph, opset_imports=imports, ir_version=8).SerializeToString()


def measure(size: int, threads: int, runs: int) -> dict:
    session = make_session(square_matmul(size), threads, "all")
    generator = np.random.Generator(np.random.PCG64(size))
    feeds = {name: generator.random((size, size), dtype=np.float32) - 0.5 for name in ("A", "B")}
    work = partial(session.run, None, feeds)
    work()
    times = repeated(work, runs)
    return times | {
        "peer": f"onnxruntime {onnxruntime.__version__}",
        "operator": "MatMul",
        "elementType": "float",
        "size": size,
        "threads": threads,
        "gigaflopsPerSecond": 2 * size**3 / times["medianMilliseconds"] / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()
    for threads in arguments.threads:
        record = measure(arguments.size, threads, arguments.runs)
        print(json.dumps(record, sort_keys=True), flush=True)


if __name__ == "__main__":
    main()
