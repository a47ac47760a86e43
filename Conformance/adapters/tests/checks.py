"""Checks in order, each a function whose name is its sentence; prints `N passed, N failed`."""

import signal
import sys
import time
import traceback
from collections.abc import Callable

_all: list[tuple[str, Callable[[], None]]] = []


def add(sentence: str, function: Callable[[], None]) -> None:
    _all.append((sentence, function))


def check(function: Callable) -> Callable:
    add(function.__name__.replace("_", " "), function)
    return function


def run(limit: int, tells_times: bool = False) -> None:
    """Runs them within so many seconds, and ends the program: with 1 where one fails."""
    signal.alarm(limit)
    failed = 0
    for name, function in _all:
        begin = time.monotonic()
        try:
            function()
        except Exception:
            failed += 1
            print(f"FAILED {name}")
            traceback.print_exc(file=sys.stdout)
            continue
        if tells_times:
            print(f"{name} ({time.monotonic() - begin:.1f} s)", flush=True)
    print(f"{len(_all) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
