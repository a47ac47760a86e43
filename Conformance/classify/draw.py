"""Draws a line of text upright and turned by half, and a page turned by each quarter, into a folder."""

import sys
from pathlib import Path

from networks.zoo.pictures import line, page


def main(folder: str) -> None:
    for angle in (0, 180):
        line().rotate(angle).save(Path(folder, f"line_{angle:03}.png"))
    for angle in (0, 90, 180, 270):
        # Pillow turns the other way.
        page().rotate(-angle).save(Path(folder, f"page_{angle:03}.png"))


main(sys.argv[1])
