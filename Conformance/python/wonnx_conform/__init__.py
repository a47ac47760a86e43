"""Runs models with wonnx-conform: `Session(model).run(None, {"x": array})`.

`wonnx_conform.backend` is the same as onnx's `Backend`.
"""

from wonnx_adapter import Failure, RawTensor, Sparse, Typed, Unsupported

from .program import NoProgram
from .server import Crash
from .session import Session

__all__ = ["Crash", "Failure", "NoProgram", "RawTensor", "Session", "Sparse", "Typed", "Unsupported"]
