#!/usr/bin/env python3
"""onnx's own evaluator."""

import wonnx_adapter

wonnx_adapter.protect()

import onnx  # noqa: E402
from onnx.defs import onnx_ml_opset_version, onnx_opset_version  # noqa: E402
from onnx.reference import ReferenceEvaluator  # noqa: E402
from wonnx_adapter.models import output_types, typed  # noqa: E402


class _Model:
    def __init__(self, path: str):
        model = onnx.load(path)
        self.types = output_types(model)
        self.evaluator = ReferenceEvaluator(model)


def _run(model: _Model, inputs: wonnx_adapter.Inputs) -> dict:
    results = model.evaluator.run(None, dict(inputs))
    return {
        name: typed(declared, value)
        for (name, declared), value in zip(model.types.items(), results, strict=True)
    }


wonnx_adapter.serve(
    name="onnx",
    version=onnx.__version__,
    homepage="https://onnx.ai",
    issues="https://github.com/onnx/onnx/issues",
    domains={
        "ai.onnx": (1, onnx_opset_version()),
        "ai.onnx.ml": (1, onnx_ml_opset_version()),
        "ai.onnx.preview": (1, 1),
        "ai.onnx.preview.training": (1, 1),
    },
    features=["control-flow", "dynamic-shapes", "functions", "maps", "optionals", "sequences",
              "sparse", "strings"],
    prepare=_Model,
    run=_run,
)  # fmt: skip
