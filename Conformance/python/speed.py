"""How long cases take here and in onnx's ReferenceEvaluator, in one run: `speed.py FOLDER…`.

Each folder is a case. It runs in both, the reading of its files apart: made ready and run, then run
again. What one of them does not do is left out of both sums.
"""

import sys
import time
from pathlib import Path

import onnx
from onnx import numpy_helper
from onnx.reference import ReferenceEvaluator
from wonnx_conform import Session
from wonnx_conform.backend import typed_feeds


def feeds(ports, folder: Path, word: str) -> dict:
    """Name to value of the case's first data set."""
    found = {}
    for k, port in enumerate(ports):
        path = folder / "test_data_set_0" / f"{word}_{k}.pb"
        if not path.exists():
            continue
        data = path.read_bytes()
        match port.type.WhichOneof("value"):
            case "tensor_type":
                value = numpy_helper.to_array(onnx.TensorProto.FromString(data))
            case "sequence_type":
                value = numpy_helper.to_list(onnx.SequenceProto.FromString(data))
            case _:
                value = numpy_helper.to_optional(onnx.OptionalProto.FromString(data))
        found[port.name] = value
    return found


def inputs(model: onnx.ModelProto, folder: Path) -> dict:
    """With fewer files than inputs, they are those that are no initializers."""
    held = {each.name for each in model.graph.initializer}
    count = len(list((folder / "test_data_set_0").glob("input_*.pb")))
    ports = [port for port in model.graph.input if port.name not in held]
    return feeds(model.graph.input if count == len(model.graph.input) else ports, folder, "input")


def times(make, model, values) -> tuple[float, float]:
    start = time.perf_counter()
    session = make(model)
    session.run(None, values)
    first = time.perf_counter()
    session.run(None, values)
    return first - start, time.perf_counter() - first


def main() -> None:
    rows = []
    for folder in map(Path, sys.argv[1:]):
        try:
            model = onnx.load(folder / "model.onnx")
            values = inputs(model, folder)
            ours = times(Session, model, typed_feeds(model, values))
            theirs = times(ReferenceEvaluator, model, values)
        except Exception:
            continue
        rows.append((ours, theirs))
    print(f"onnx {onnx.__version__}, {len(rows)} of {len(sys.argv) - 1} cases")
    if not rows:
        return
    for k, what in enumerate(("made ready and run once", "run again")):
        ours, theirs = (sorted(row[side][k] for row in rows) for side in (0, 1))
        print(
            f"{what}: wonnx_conform.Session {sum(ours):.2f} s (median {ours[len(rows) // 2] * 1e3:.2f} ms),"
            f" ReferenceEvaluator {sum(theirs):.2f} s (median {theirs[len(rows) // 2] * 1e3:.2f} ms)"
        )


if __name__ == "__main__":
    main()
