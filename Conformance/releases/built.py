"""Run in an environment of the release itself: python -m releases.built SUITE

From 1.23 on a release builds its node cases in Python, and its wheel holds the others.
"""

import sys
from pathlib import Path

import onnx

from provision.node import node_cases
from provision.packaged import PACKAGED_KINDS, packaged_cases
from provision.real import real_cases

from .suite import write_suite


def main() -> None:
    cases = [*node_cases(), *real_cases()]
    for kind in PACKAGED_KINDS:
        cases += packaged_cases(kind)
    write_suite(Path(sys.argv[1]), onnx.__version__, cases, [])


main()
