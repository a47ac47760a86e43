"""An adapter of onnx's reference evaluator in which LeakyRelu has twice its slope."""

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


def prepare(path):
    return ReferenceEvaluator(path, new_ops=[LeakyRelu])


def run(model, inputs):
    return dict(zip(model.output_names, model.run(None, dict(inputs))))


wonnx_adapter.serve(
    name="planted",
    version=onnx.__version__,
    issues="https://github.com/onnx/onnx/issues",
    domains={"ai.onnx": (1, onnx.defs.onnx_opset_version())},
    types=["float"],
    features=[],
    prepare=prepare,
    run=run,
)
