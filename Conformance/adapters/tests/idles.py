"""An adapter that is killed: it takes a few milliseconds to refuse a model, and writes down, in the file
that it is given, when it took a request, when it begins to answer, and when it has. Standard library."""

import json
import os
import random
import sys
import time

log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def note(word: str, text: str = "") -> None:
    os.write(log, f"{os.getpid()} {word} {text}\n".encode())


for line in sys.stdin:
    request = json.loads(line)
    reply = {"seq": request["seq"]}
    if request["command"] == "start":
        reply |= {
            "protocol": 1, "name": "idles", "version": "1", "transport": "file", "domains": {},
            "types": [], "features": [], "deterministic": True,
        }  # fmt: skip
    if request["command"] == "prepare":
        note("takes", request["model"]["path"])
        time.sleep(random.uniform(0, 0.02))
        reply |= {"unsupported": {"reason": "It does nothing."}}
        note("answers")
    print(json.dumps(reply), flush=True)
    if request["command"] == "prepare":
        note("answered")
    if request["command"] == "stop":
        break
