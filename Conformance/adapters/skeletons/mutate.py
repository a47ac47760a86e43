#!/usr/bin/env python3
"""Sends an adapter messages and models that are cut, changed and nested: mutate.py PROGRAM [ARGUMENT…].

Every process has to end by itself with exit status 0, and without a word of a sanitizer. The changes
come from a fixed seed. Prints how many messages were sent; exit status 1 where a process fails.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

PROCESSES, MESSAGES = 30, 10
SPLICES = [
    b"", b"\x00", b"\xff\xff", b"[" * 100000, b'{"a":' * 300, b'"', b"\\u", b"\\ud800\\u", b"-", b"1e999",
    b"9223372036854775808", b"-9223372036854775808", b"null", b"18446744073709551615", b"4294967296",
]  # fmt: skip


def field(number: int, value: int | bytes) -> bytes:
    """A field of a protobuf message."""
    if isinstance(value, int):
        return bytes([number << 3, value])
    return bytes([number << 3 | 2, len(value)]) + value


def port(name: bytes, element: int) -> bytes:
    return field(1, name) + field(2, field(1, field(1, element)))


def model(element: int) -> bytes:
    node = field(1, b"x") + field(1, b"y") + field(2, b"z") + field(4, b"Add")
    # The default of y.
    data = field(9, bytes(4)) if element == 1 else field(7, b"\x05")
    tensor = field(1, b"\x01") + field(2, element) + field(8, b"y") + data
    graph = field(1, node) + field(5, tensor) + field(11, port(b"x", element)) + field(11, port(b"y", element))
    return field(8, field(2, 14)) + field(7, graph + field(12, port(b"z", element)))


def changed(data: bytes, generator: random.Random) -> bytes:
    """Bytes with a change or three."""
    for _ in range(generator.choice([1, 1, 1, 3])):
        at = generator.randrange(len(data) + 1)
        end = min(len(data), at + generator.choice([0, 1, 1, 1, 9]))
        byte = bytes([generator.choice([generator.randrange(256), 48 + generator.randrange(10)])])
        put = generator.choice([byte, byte, generator.choice(SPLICES), data[at : at + 20]])
        data = data[:at] + put + data[end:]
    return data


def line(request: dict) -> bytes:
    return json.dumps(request).encode() + b"\n"


def tensor(name: str, element: str, shape: list[int], place: dict) -> dict:
    value = {"kind": "tensor", "type": element, "shape": shape, **place}
    return {"name": name, "value": value}


class Conversation:
    """One process's input: models that are changed, or one that is right and runs that are changed."""

    def __init__(self, folder: Path, generator: random.Random):
        self._folder = folder
        self._generator = generator
        self._is_file = generator.random() < 0.5
        self._code, self._element, self._width = generator.choice([(1, "float", 4), (7, "int64", 8)])

    def bytes(self) -> bytes:
        transports = ["file"] if self._is_file else ["inline"]
        start = {"command": "start", "protocol": 1, "transports": transports, "scratch": str(self._folder)}
        sent = line({"seq": 1, **start})
        if self._generator.random() < 0.5:
            # Which of them are taken is not known here, so every handle is tried.
            for k in range(1, MESSAGES + 1):
                sent += self._prepare(changed(model(self._code), self._generator), k)
                sent += b"".join(self._run(handle) for handle in range(1, k + 1))
            return sent
        sent += self._prepare(model(self._code), 1)
        return sent + b"".join(changed(self._run(1), self._generator) + b"\n" for _ in range(MESSAGES))

    def _prepare(self, content: bytes, number: int) -> bytes:
        if not self._is_file:
            source = {"bytes": len(content)}
            return line({"seq": 2, "command": "prepare", "model": source, "payload": len(content)}) + content
        # Each has a file of its own: all of the input is written before it is read.
        path = self._folder / f"model-{number}.onnx"
        path.write_bytes(content)
        return line({"seq": 2, "command": "prepare", "model": {"path": str(path)}})

    def _run(self, handle: int) -> bytes:
        data = bytes(self._generator.randrange(256) for _ in range(7 * self._width))
        (self._folder / "in.bin").write_bytes(data)
        inputs = []
        for name, shape, count, first in (("x", [2, 3], 6, 0), ("y", [1, 1, 1], 1, 6)):
            place = {"file": "in.bin", "offset": first * self._width} if self._is_file else {}
            inputs.append(tensor(name, self._element, shape, place | {"bytes": count * self._width}))
        run = {"seq": 3, "command": "run", "handle": handle, "inputs": inputs}
        return line(run) if self._is_file else line(run | {"payload": len(data)}) + data


def main() -> int:
    generator = random.Random(11)
    environment = os.environ | {"ASAN_OPTIONS": "allocator_may_return_null=1"}
    failed = answered = ran = 0
    for number in range(PROCESSES):
        with tempfile.TemporaryDirectory() as folder:
            sent = Conversation(Path(folder), generator).bytes()
            done = subprocess.run(sys.argv[1:], input=sent, capture_output=True, env=environment, timeout=60)
        answered += done.stdout.count(b'"seq"')
        ran += done.stdout.count(b'"outputs"')
        if done.returncode != 0 or b"runtime error" in done.stderr or b"Sanitizer" in done.stderr:
            failed += 1
            said = done.stderr.decode(errors="replace")[-2000:]
            print(f"process {number} ends by {done.returncode}:\n{said}")
    print(f"{PROCESSES - failed} of {PROCESSES} processes bore {MESSAGES} changed messages each;")
    print(f"{answered} answers, {ran} of them results.")
    return 1 if failed else 0


sys.exit(main())
