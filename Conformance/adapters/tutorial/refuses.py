"""An adapter that introduces itself and refuses every model, from the standard library alone."""

import json
import sys

PROFILE = {
    "protocol": 1,
    "name": "mine",
    "version": "0.1",
    "transport": "file",
    "domains": {"ai.onnx": [13, 26]},
    "types": ["float"],
    "features": [],
    "operators": {"ai.onnx": ["Add"]},
    "deterministic": True,
}

for line in sys.stdin:
    request = json.loads(line)
    match request["command"]:
        case "start":
            reply = PROFILE
        case "prepare":
            reply = {"unsupported": {"reason": "nothing is there yet"}}
        case "stop":
            reply = {}
        case other:
            reply = {"error": {"phase": "protocol", "message": f"there is no {other} here"}}
    print(json.dumps({"seq": request["seq"], **reply}), flush=True)
    if request["command"] == "stop":
        break
