#!/usr/bin/env python3
"""An adapter that does one thing wrong: `adapter.py MODE [--at K] [--operator NAME]`.

It speaks the protocol by itself, without wonnx_adapter and with the standard library alone, as an
independent reading of PROTOCOL.md. It answers a case with zeros of the outputs' declared shapes, or
with its inputs (`echo`), and the fault shows in the K-th run (`--at`, by default in every one).
"""

import argparse
import json
import os
import signal
import struct
import sys
import time

MODES = {
    "zeros": "no fault: answers at once with zeros of the declared shapes",
    "echo": "no fault: answers with the inputs, byte by byte",
    "dies": "ends by a signal in the middle of a run",
    "exits": "ends with exit status 7 in the middle of a run",
    "hangs": "never answers a run",
    "floods": "writes to standard output without end",
    "shape": "says another shape than its bytes have",
    "twice": "answers a run twice",
    "outside": "names a file outside of its scratch folder",
    "link": "names a link in its scratch folder that leads outside",
    "print": "prints a line before it answers",
    "seq": "answers with another sequence number",
    "truncated": "announces more payload than it writes, and ends",
    "refuses": "answers prepare with unsupported",
    "profile": "leaves a required member out of its profile",
    "planted": "right but for one element, off by 0.2 % where the model has --operator",
}
WIDTHS = {
    "bfloat16": 16, "bool": 8, "complex128": 128, "complex64": 64, "double": 64, "float": 32,
    "float16": 16, "float4e2m1": 4, "float6e2m3": 6, "float6e3m2": 6, "float8e4m3fn": 8,
    "float8e4m3fnuz": 8, "float8e5m2": 8, "float8e5m2fnuz": 8, "float8e8m0": 8, "int16": 16,
    "int2": 2, "int32": 32, "int4": 4, "int64": 64, "int8": 8, "uint16": 16, "uint2": 2,
    "uint32": 32, "uint4": 4, "uint64": 64, "uint8": 8,
}  # fmt: skip
CODES = {
    1: "float", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64",
    8: "string", 9: "bool", 10: "float16", 11: "double", 12: "uint32", 13: "uint64",
    14: "complex64", 15: "complex128", 16: "bfloat16", 17: "float8e4m3fn", 18: "float8e4m3fnuz",
    19: "float8e5m2", 20: "float8e5m2fnuz", 21: "uint4", 22: "int4", 23: "float4e2m1",
    24: "float8e8m0", 25: "uint2", 26: "int2", 27: "float6e2m3", 28: "float6e3m2",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("--at", type=int, help="the run that goes wrong, counted from 1")
    parser.add_argument("--operator", default="Add")
    options = parser.parse_args()
    if options.mode == "planted":
        # It answers rightly by the help of onnx's evaluator.
        return _planted(options.operator)
    _Faulty(options).serve()


class _Faulty:
    def __init__(self, options: argparse.Namespace):
        self._mode = options.mode
        self._at = options.at
        self._runs = 0
        self._models: dict[int, bytes] = {}
        self._scratch = ""
        self._transport = ""

    def serve(self) -> None:
        for line in iter(sys.stdin.buffer.readline, b""):
            request = json.loads(line)
            payload = sys.stdin.buffer.read(request.get("payload", 0))
            reply, data = getattr(self, "_" + request["command"])(request, payload)
            if data:
                reply["payload"] = len(data)
            self._write({"seq": request["seq"], **reply}, data)
            if request["command"] == "stop":
                return

    def _write(self, reply: dict, data: bytes = b"") -> None:
        sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n" + data)
        sys.stdout.buffer.flush()

    def _start(self, request: dict, payload: bytes):
        self._scratch = request.get("scratch", "")
        self._transport = request["transports"][0]
        reply = {
            "protocol": 1,
            "name": "faulty",
            "version": self._mode,
            "transport": self._transport,
            "domains": {"ai.onnx": [1, 99]},
            "types": sorted([*WIDTHS, "string"]),
            "features": ["maps", "optionals", "sequences", "sparse", "strings"],
            "deterministic": True,
        }
        if self._mode == "profile":
            del reply["deterministic"]
        return reply, b""

    def _prepare(self, request: dict, payload: bytes):
        if self._mode == "refuses":
            return {"unsupported": {"operator": "ai.onnx:Add", "reason": "It can't add."}}, b""
        model = request["model"]
        if "path" in model:
            with open(model["path"], "rb") as file:
                content = file.read()
        else:
            content = payload[: model["bytes"]]
        handle = len(self._models) + 1
        self._models[handle] = content
        return {"handle": handle}, b""

    def _release(self, request: dict, payload: bytes):
        self._models[request["handle"]] = b""
        return {}, b""

    def _stop(self, request: dict, payload: bytes):
        return {}, b""

    def _run(self, request: dict, payload: bytes):
        self._runs += 1
        model = self._models[request["handle"]]
        answer = self._echo if self._mode == "echo" else self._zeros
        reply, data = answer(request, payload, model)
        if self._at is None or self._at == self._runs:
            return self._wrong(request, reply, data)
        return reply, data

    def _wrong(self, request: dict, reply: dict, data: bytes):
        first = next((o["value"] for o in reply["outputs"] if "bytes" in o["value"]), {})
        match self._mode:
            case "dies":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "exits":
                print("so long", file=sys.stderr)
                os._exit(7)
            case "hangs":
                time.sleep(3600)
            case "floods":
                while True:
                    sys.stdout.buffer.write(b"x" * 65536)
            case "shape":
                first["shape"] = [*first["shape"], 2]
            case "twice":
                self._write({"seq": request["seq"], **reply, **_payload(data)}, data)
            case "outside":
                first["file"] = "../stderr"
            case "link":
                os.symlink("/etc/hostname", os.path.join(self._scratch, "out-link"))
                first["file"] = "out-link"
            case "print":
                print("Loading weights...", flush=True)
            case "seq":
                reply["seq"] = request["seq"] + 1
            case "truncated":
                self._write({"seq": request["seq"], **reply, "payload": len(data) + 1}, data)
                os._exit(0)
        return reply, data

    def _echo(self, request: dict, payload: bytes, model: bytes):
        if self._transport == "file":
            for given in request["inputs"]:
                _move(given["value"], self._scratch)
        return {"outputs": request["inputs"]}, payload

    def _zeros(self, request: dict, payload: bytes, model: bytes):
        outputs, data = [], b""
        for name, element, shape in _outputs(model):
            value = {"kind": "tensor", "type": element, "shape": shape}
            count = 1
            for extent in shape:
                count *= extent
            if element == "string":
                value["strings"] = [""] * count
            else:
                value["bytes"] = (count * WIDTHS[element] + 7) // 8
                if self._transport == "file":
                    value |= {"file": "out.bin", "offset": len(data)}
                data += bytes(value["bytes"])
            outputs.append({"name": name, "value": value})
        if self._transport == "file":
            # Not cut first: some file systems then write to the disk at once.
            path = os.path.join(self._scratch, "out.bin")
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT), "wb") as file:
                file.write(data)
            data = b""
        return {"outputs": outputs}, data


def _payload(data: bytes) -> dict:
    return {"payload": len(data)} if data else {}


def _move(value, scratch: str) -> None:
    """Copies what a value refers to from the host's file to one of this side."""
    if isinstance(value, list):
        for item in value:
            _move(item, scratch)
    elif isinstance(value, dict):
        if "file" in value:
            source = os.path.join(scratch, value["file"])
            value["file"] = "out-" + value["file"]
            if value["bytes"]:
                with open(source, "rb") as file:
                    content = file.read()
                with open(os.path.join(scratch, value["file"]), "wb") as file:
                    file.write(content)
        for item in value.values():
            _move(item, scratch)


def _outputs(model: bytes):
    """Name, element type and shape of each output of a model, read from its bytes."""
    for graph in _fields(model, 7):
        for output in _fields(graph, 12):
            name = b"".join(_fields(output, 1)).decode()
            for declared in _fields(output, 2):
                for tensor in _fields(declared, 1):
                    element = CODES[next(iter(_fields(tensor, 1)), 1)]
                    dims = [d for shape in _fields(tensor, 2) for d in _fields(shape, 1)]
                    yield name, element, [next(iter(_fields(d, 1)), 1) for d in dims]


def _fields(message: bytes, wanted: int) -> list:
    """The values of a field of a protobuf message."""
    found, at = [], 0
    while at < len(message):
        tag, at = _varint(message, at)
        match tag & 7:
            case 0:
                value, at = _varint(message, at)
            case 1:
                value, at = struct.unpack_from("<q", message, at)[0], at + 8
            case 2:
                count, at = _varint(message, at)
                value, at = message[at : at + count], at + count
            case _:
                value, at = struct.unpack_from("<i", message, at)[0], at + 4
        if tag >> 3 == wanted:
            found.append(value)
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _planted(operator: str) -> None:
    import wonnx_adapter

    wonnx_adapter.protect()
    import numpy as np
    import onnx
    from onnx.reference import ReferenceEvaluator
    from wonnx_adapter.models import output_types, typed

    def prepare(path):
        model = onnx.load(path)
        holds = any(node.op_type == operator for node in model.graph.node)
        return holds, output_types(model), ReferenceEvaluator(model)

    def run(prepared, inputs):
        holds, types, evaluator = prepared
        results = evaluator.run(None, dict(inputs))
        if holds and isinstance(results[0], np.ndarray) and results[0].dtype.kind == "f":
            changed = results[0].copy()
            at = int(np.abs(changed).argmax())
            changed.reshape(-1)[at] *= 1.002
            results[0] = changed
        return {n: typed(t, v) for (n, t), v in zip(types.items(), results, strict=True)}

    wonnx_adapter.serve(
        name="faulty",
        version="planted",
        domains={"ai.onnx": (1, 99)},
        features=["control-flow", "maps", "optionals", "sequences", "sparse", "strings"],
        prepare=prepare,
        run=run,
    )


main()
