"""Where the program is."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

NAME = "wonnx-conform"


class NoProgram(Exception):
    """The program is nowhere to be found."""

    def __init__(self):
        super().__init__(
            f"There is no {NAME}: give its path, set WONNX_CONFORM, put it on PATH, or build it with "
            "'swift build -c release'."
        )


def find(program: str | os.PathLike | None = None) -> str:
    """The argument, else WONNX_CONFORM, else PATH, else the checkout around this file or the current folder."""
    named = program or os.environ.get("WONNX_CONFORM")
    found = shutil.which(os.fspath(named)) if named else shutil.which(NAME) or _built()
    if found is None:
        raise NoProgram
    return os.path.abspath(found)


def _built() -> str | None:
    for start in (Path(__file__).resolve(), Path.cwd() / NAME):
        for place in _builds(start):
            if os.access(place, os.X_OK):
                return str(place)
    return None


def _builds(start: Path) -> Iterator[Path]:
    for folder in start.parents:
        if (folder / "Package.swift").exists():
            yield folder / ".build" / "release" / NAME
