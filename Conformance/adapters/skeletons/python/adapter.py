#!/usr/bin/env python3
"""An adapter: answers requests on standard input with replies on standard output.

What the messages mean is in PROTOCOL.md of wonnx-conform.
"""

import json
import os
import sys
import traceback
from pathlib import Path

from failures import Failure, Unsupported
from model import Model, read_model
from operators import OPERATORS
from values import ELEMENTS, Transport

# What is declared: a case inside of it has to run. Change it with the runtime.
PROFILE = {
    "name": "skeleton",
    "version": "0.1",
    "domains": {"ai.onnx": [7, 26]},
    "types": list(ELEMENTS),
    "features": ["dynamic-shapes"],
    "operators": {"ai.onnx": list(OPERATORS)},
    "deterministic": True,
}


class Adapter:
    def __init__(self):
        self._transport = Transport()
        self._models: dict[int, Model] = {}
        self._last_handle = 0

    def answer(self, request: dict, payload: bytes) -> tuple[dict, bytes]:
        """The reply without its seq, and the bytes that follow it."""
        command = request["command"]
        phase = {"start": "start", "prepare": "load", "run": "run"}.get(command, "protocol")
        self._transport.begin(payload)
        try:
            match command:
                case "start":
                    return self._start(request), b""
                case "prepare":
                    return self._prepare(request["model"], payload), b""
                case "run":
                    reply = self._run(self._model(request), request["inputs"])
                    return reply, self._transport.finish_writing()
                case "release":
                    self._model(request)
                    del self._models[request["handle"]]
                    return {}, b""
                case "stop":
                    return {}, b""
                case _:
                    raise Failure("protocol", f"'{command}' is no command of version 1.")
        except Unsupported as why:
            operator = {"operator": why.operator} if why.operator else {}
            return {"unsupported": operator | {"reason": str(why)}}, b""
        except Failure as failure:
            return _error(failure.phase, failure), b""
        except MemoryError as error:
            return _error("memory", error), b""
        except Exception as error:
            traceback.print_exc()
            return _error(phase, error), b""

    def _start(self, request: dict) -> dict:
        if request["protocol"] != 1:
            message = f"This adapter speaks version 1 of the protocol, not {request['protocol']}."
            raise Failure("protocol", message)
        for transport in request["transports"]:
            if transport in ("file", "inline"):
                scratch = request["scratch"] if transport == "file" else None
                self._transport = Transport(scratch)
                return {"protocol": 1, "transport": transport, **PROFILE}
        raise Failure("protocol", "No transport of the request is known here.")

    def _prepare(self, model: dict, payload: bytes) -> dict:
        data = Path(model["path"]).read_bytes() if "path" in model else payload[: model["bytes"]]
        prepared = read_model(data)
        self._last_handle += 1
        self._models[self._last_handle] = prepared
        return {"handle": self._last_handle}

    def _model(self, request: dict) -> Model:
        handle = request["handle"]
        if handle not in self._models:
            raise Failure("protocol", f"{handle} is no handle of a model that is prepared.")
        return self._models[handle]

    def _run(self, model: Model, inputs: list[dict]) -> dict:
        given = {each["name"]: self._transport.read(each["value"]) for each in inputs}
        self._transport.finish_reading()
        values = model.constants | given
        for name, element in model.inputs.items():
            if name not in values:
                raise Failure("run", f"The input '{name}' is missing.")
            if values[name].type != element:
                raise Failure("run", f"The input '{name}' is no {element}, as the model has it.")
        for node in model.nodes:
            operands = [values[name] for name in node.inputs]
            values[node.output] = OPERATORS[node.operator].evaluate(*operands)
        written = [(name, self._transport.write(values[name])) for name in model.outputs]
        return {"outputs": [{"name": name, "value": value} for name, value in written]}


def _error(phase: str, error: Exception) -> dict:
    return {"error": {"phase": phase, "message": str(error) or type(error).__name__}}


def main() -> None:
    # Only replies may be on standard output: what a library prints goes to standard error.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    adapter = Adapter()
    for line in iter(sys.stdin.buffer.readline, b""):
        request = json.loads(line)
        payload = sys.stdin.buffer.read(request.get("payload", 0))
        reply, data = adapter.answer(request, payload)
        if data:
            reply["payload"] = len(data)
        replies.write(json.dumps({"seq": request["seq"], **reply}).encode() + b"\n" + data)
        replies.flush()
        if request["command"] == "stop":
            break


main()
