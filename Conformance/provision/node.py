"""Kind `node`: onnx builds these cases in memory; since 1.23 no wheel holds them as files."""

import warnings
from collections.abc import Iterator
from functools import partial

import numpy as np
from onnx.backend.test.loader import load_model_tests

from .cases import Case
from .values import write_data_sets

_EXPANDED = "_expanded"


def node_cases() -> Iterator[Case]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # The generators overflow on purpose, to make infinities.
        warnings.simplefilter("ignore")
        tests = load_model_tests(kind="node")
    nodes = {test.name: test.model.graph.node for test in tests}
    subjects = {name: found[0].op_type for name, found in nodes.items() if len(found) == 1}
    for test in tests:
        # `test_x`, `test_x_expanded` and `test_x_expanded_ver18` have one subject.
        unexpanded = test.name.rsplit(_EXPANDED, 1)[0]
        yield Case(
            kind="node",
            name=test.name,
            rtol=test.rtol,
            atol=test.atol,
            expected_from="onnx",
            write=partial(write_data_sets, model=test.model, data_sets=test.data_sets),
            subject=subjects.get(unexpanded, subjects.get(test.name)),
        )
