"""Says how much memory `wonnx-conform` holds at most while it looks at a model of 3 GiB, or runs it.

The weights lie in a file beside the model that has no blocks on the disk: whoever reads them reads zeros
and holds them all the same. A run holds each weight once, mapped, and copies none: what it reads by
read() is counted too. A Vulkan device's plan holds them besides, so it is not here.
"""

import os
import sys
import tempfile
from pathlib import Path

import onnx
from onnx import TensorProto, helper

LAYERS, SIDE = 12, 8192
MOST = 50
MOST_OF_WRITING = 64
MOST_OF_RUN = 3 * 1024 + 400
COMMANDS = [
    "info {model}",
    "info {model} --plan",
    "info {model} --plan --set n=1",
    "info {model} --plan --set n=1 --runtime cpu+opt",
    "optimize {model}",
    "optimize {model} --trace --set n=1",
    "optimize {model} -o {beside}",
    "optimize {model} -o {elsewhere}",
    "optimize {model} --only none --infer-shapes -o {elsewhere}",
]
RUNS = [
    "infer {model} --random-rest --set n=1",
    "infer {model} --random-rest --set n=1 --runtime cpu+opt",
]


def weight(index: int) -> TensorProto:
    size = 4 * SIDE * SIDE
    tensor = TensorProto(
        name=f"w{index}",
        data_type=TensorProto.FLOAT,
        dims=[SIDE, SIDE],
        data_location=TensorProto.EXTERNAL,
    )
    for key, value in [("location", "weights.bin"), ("offset", index * size), ("length", size)]:
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def write(folder: Path) -> Path:
    """Layers with a node each to remove and to fuse."""
    with open(folder / "weights.bin", "wb") as file:
        file.truncate(LAYERS * 4 * SIDE * SIDE)
    nodes, last = [], "x"
    for i in range(LAYERS):
        for operator, inputs, output in [
            ("MatMul", [last, f"w{i}"], f"product{i}"),
            ("Identity", [f"product{i}"], f"same{i}"),
            ("Relu", [f"same{i}"], f"y{i}"),
        ]:
            nodes.append(helper.make_node(operator, inputs, [output]))
        last = f"y{i}"
    x, y = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", SIDE]) for name in ["x", last]
    )
    graph = helper.make_graph(nodes, "large", [x], [y], [weight(i) for i in range(LAYERS)])
    opsets = [helper.make_opsetid("", 20)]
    model = folder / "model.onnx"
    onnx.save_model(helper.make_model(graph, opset_imports=opsets, ir_version=10), str(model))
    return model


def peak(arguments: list[str]) -> tuple[int, int, int]:
    """A program's exit code, the most memory that it held, and what it read by read(), in MiB."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execv(arguments[0], arguments)
    # It has ended, and is there until it is waited for.
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    counts = dict(line.split(": ") for line in Path(f"/proc/{child}/io").read_text().splitlines())
    _, status, usage = os.wait4(child, 0)
    size, read = -(-usage.ru_maxrss // 1024), int(counts["rchar"]) >> 20
    return os.waitstatus_to_exitcode(status), size, read


def main(program: str, place: str | None = None) -> int:
    with tempfile.TemporaryDirectory(dir=place) as name:
        folder = Path(name)
        (folder / "elsewhere").mkdir()
        places = {
            "model": write(folder),
            "beside": folder / "small.onnx",
            "elsewhere": folder / "elsewhere" / "small.onnx",
        }
        print("Written by Conformance/large/check.sh: the most memory held beside 3 GiB of weights.")
        well = True
        for command in COMMANDS + RUNS:
            most = MOST_OF_RUN if command in RUNS else MOST_OF_WRITING
            if command.startswith("info"):
                most = MOST
            code, size, read = peak([program, *command.format(**places).split()])
            well = well and code == 0 and size <= most and read <= 1
            shown = command.format(model="MODEL", beside="BESIDE", elsewhere="ELSEWHERE")
            print(
                f"{size:5} MiB  {shown}"
                + (f"  (exit code {code})" if code else "")
                + (f"  ({read} MiB read)" if read > 1 else "")
            )
        print(
            ("every one" if well else "NOT every one")
            + f" at most {MOST} MiB, optimising {MOST_OF_WRITING} MiB, a run {MOST_OF_RUN} MiB, and no more than 1 MiB of files read"
        )
        return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
