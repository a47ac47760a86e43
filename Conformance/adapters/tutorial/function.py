#!/usr/bin/env python3
"""A whole adapter of one function: onnx's own evaluator, a model's path and inputs in, outputs out."""

import wonnx_adapter

wonnx_adapter.protect()

import onnx  # noqa: E402
from onnx.reference import ReferenceEvaluator  # noqa: E402


def run(model_path, inputs):
    evaluator = ReferenceEvaluator(model_path)
    return dict(zip(evaluator.output_names, evaluator.run(None, inputs), strict=True))


wonnx_adapter.serve(name="evaluator", version=onnx.__version__, run=run)
