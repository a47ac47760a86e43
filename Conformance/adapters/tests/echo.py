"""An adapter by wonnx_adapter that returns its inputs, and prints wherever a library might."""

import os
import subprocess
import sys

import wonnx_adapter

wonnx_adapter.protect()
print("a banner, while it is imported")


def prepare(path: str) -> str:
    name = os.path.basename(os.path.dirname(path))
    match name:
        case "unsupported":
            raise wonnx_adapter.Unsupported("It can't.", "Add", "https://example.org/1")
        case "failure":
            raise wonnx_adapter.Failure("compile", "The compiler gave up.")
        case "exception":
            raise ValueError("an exception")
        case "exit":
            sys.exit("a library that exits")
        case "memory":
            raise MemoryError
    return path


def run(path: str, inputs: wonnx_adapter.Inputs):
    print("from Python")
    os.write(1, b"from C\n")
    subprocess.run(["echo", "from a child"], check=True)
    subprocess.run(["cat"], check=True)
    if "raises" in inputs:
        raise RuntimeError("a run that raises")
    if "files" in inputs:
        return {"files": _beside(path)}
    outputs = {n: wonnx_adapter.Typed(inputs.types[n], v) for n, v in inputs.items()}
    placements = [{"node": "a", "operator": "ai.onnx:Add", "place": "device"}]
    return wonnx_adapter.Result(outputs, placements, device_seconds=0.5, memory_bytes=7)


def _beside(path: str):
    import numpy as np

    found = {}
    for folder, _, names in os.walk(os.path.dirname(path)):
        for name in names:
            place = os.path.join(folder, name)
            with open(place, "rb") as file:
                found[os.path.relpath(place, os.path.dirname(path))] = file.read()
    return np.array([f"{name}={found[name].decode()}" for name in sorted(found)], object)


wonnx_adapter.serve(
    name="echo",
    version="1",
    homepage="https://example.org",
    issues="https://example.org/issues",
    domains={"ai.onnx": (1, 26)},
    features=["sequences"],
    operators={"ai.onnx": ["Add", "Mul"]},
    lacks=[{"operator": "ai.onnx:Mul", "reason": "It can't multiply."}],
    device="a device",
    details={"level": "all"},
    prepare=prepare,
    run=run,
    raw="--raw" in sys.argv,
)
