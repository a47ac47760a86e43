"""An adapter of onnx's reference evaluator in which LeakyRelu has twice its slope.

With the argument `later` it has so from the second run of a prepared model on.
"""

import sys

import wonnx_adapter

wonnx_adapter.protect()

import numpy
import onnx
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun


class LeakyRelu(OpRun):
    op_domain = ""

    def _run(self, x, alpha=None):
        alpha = self.alpha if alpha is None else alpha
        return (numpy.where(x > 0, x, x * numpy.float32(2 * alpha)).astype(x.dtype),)


class Prepared:
    """The models for the first run and for those behind it."""

    def __init__(self, path):
        wrong = ReferenceEvaluator(path, new_ops=[LeakyRelu])
        self.models = [ReferenceEvaluator(path) if "later" in sys.argv else wrong, wrong]

    def run(self, inputs):
        model = self.models.pop(0) if len(self.models) > 1 else self.models[0]
        return dict(zip(model.output_names, model.run(None, dict(inputs))))


def run(model, inputs):
    return model.run(inputs)


wonnx_adapter.serve(
    name="planted",
    version=onnx.__version__,
    issues="https://github.com/onnx/onnx/issues",
    domains={"ai.onnx": (1, onnx.defs.onnx_opset_version())},
    types=["float"],
    features=[],
    prepare=Prepared,
    run=run,
)
