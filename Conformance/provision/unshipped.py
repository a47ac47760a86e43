"""Kind `unshipped`: `simple` cases that onnx builds in memory but that its wheel does not hold.

The suite's own runner never sees them.
"""

from collections.abc import Iterator
from functools import partial

from onnx.backend.test.case.model import collect_testcases
from onnx.backend.test.loader import load_model_tests

from .cases import Case
from .values import write_data_sets


def unshipped_cases() -> Iterator[Case]:
    on_disk = {test.name for test in load_model_tests(kind="simple")}
    for test in collect_testcases():
        if test.kind == "simple" and test.name not in on_disk:
            yield Case(
                kind="unshipped",
                name=test.name,
                rtol=test.rtol,
                atol=test.atol,
                expected_from="onnx",
                write=partial(write_data_sets, model=test.model, data_sets=test.data_sets),
            )
