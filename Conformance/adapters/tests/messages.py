"""Messages, right and wrong, and what jsonschema says of them: prints the lines of messages.jsonl.

Each is a message of the protocol with one member, at a place drawn by a fixed seed, left out, doubled
or made something else. Validators of other languages are held against these lines.
"""

import copy
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/protocol.schema.json").read_text())
TENSOR = {"kind": "tensor", "type": "float", "shape": [2, 3], "bytes": 24}
FILE = TENSOR | {"file": "in.bin", "offset": 0}
WORDS = {"kind": "tensor", "type": "string", "shape": [2], "strings": ["a", {"base64": "/w=="}]}
VALUES = [
    FILE,
    WORDS,
    {"kind": "sequence", "element": "tensor(float)", "values": [FILE, WORDS]},
    {"kind": "optional", "element": "seq(tensor(float))", "value": None},
    {"kind": "map", "keys": WORDS, "values": TENSOR},
    {"kind": "sparse", "shape": [3], "indices": TENSOR | {"type": "int64"}, "values": TENSOR},
]
PORTS = [{"name": "x", "value": value} for value in VALUES]
ERROR = {"seq": 2, "error": {"phase": "import", "message": "a sentence"}}
REFUSED = {"seq": 2, "unsupported": {"operator": "ai.onnx:Add", "reason": "a sentence"}}
PROFILE = {
    "seq": 1, "protocol": 1, "name": "mine", "version": "1", "transport": "file",
    "domains": {"ai.onnx": [1, 26]}, "types": ["float", "int64"], "features": ["strings"],
    "deterministic": True, "operators": {"ai.onnx": ["Add"]},
    "lacks": [{"operator": "ai.onnx:Mul", "reason": "It can't."}], "details": {"level": "all"},
}  # fmt: skip
MESSAGES: list[tuple[str, dict[str, Any]]] = [
    ("startRequest", {"seq": 1, "command": "start", "protocol": 1, "transports": ["file", "inline"],
                      "scratch": "/a"}),
    ("startReply", PROFILE),
    ("startReply", ERROR),
    ("prepareRequest", {"seq": 2, "command": "prepare", "model": {"path": "/a/model.onnx"}}),
    ("prepareRequest", {"seq": 2, "command": "prepare", "payload": 3,
                        "model": {"bytes": 2, "external": [{"name": "a/w.bin", "bytes": 1}]}}),
    ("prepareReply", {"seq": 2, "handle": 7}),
    ("prepareReply", REFUSED),
    ("runRequest", {"seq": 3, "command": "run", "handle": 7, "inputs": PORTS}),
    ("runReply", {"seq": 3, "outputs": PORTS, "deviceSeconds": 0.5, "memoryBytes": 7,
                  "placements": [{"node": "a", "operator": "ai.onnx:Add", "place": "device"}]}),
    ("runReply", ERROR),
    ("releaseRequest", {"seq": 4, "command": "release", "handle": 7}),
    ("releaseReply", {"seq": 4}),
    ("stopRequest", {"seq": 5, "command": "stop"}),
    ("stopReply", ERROR),
]  # fmt: skip
STRANGE = [
    None, True, 0, -1, 1, 1.0, 1.5, "", "a", "/a", "../w", "float", "tensor(float)", "ai.onnx:Add",
    "file", ".x", [], [1], [1, 1], ["file", "file"], {}, {"x-note": 1}, {"base64": "/w="},
]  # fmt: skip


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Every place in a message but its root."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


def changed(message: dict, generator: random.Random) -> dict:
    message = copy.deepcopy(message)
    path = generator.choice(list(places(message)))
    parent: Any = message
    for key in path[:-1]:
        parent = parent[key]
    match generator.randrange(4):
        case 0:
            del parent[path[-1]]
        case 1 if isinstance(parent, dict):
            parent[generator.choice(["x-note", "extra", "payload", "type", "handle"])] = 1
        case 1:
            parent.append(copy.deepcopy(parent[path[-1]]))
        case _:
            parent[path[-1]] = generator.choice(STRANGE)
    return message


def lines() -> Iterator[str]:
    generator = random.Random(7)
    for name, message in MESSAGES:
        validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]})
        count = 40 if len(json.dumps(message)) > 300 else 15
        for found in [message, *(changed(message, generator) for _ in range(count))]:
            line = {"definition": name, "message": found, "valid": validator.is_valid(found)}
            yield json.dumps(line, separators=(",", ":"))


def main() -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines())


if __name__ == "__main__":
    main()
