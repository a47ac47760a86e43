"""Makes an adapter of a function: `serve(name=…, run=…)` answers wonnx-conform's protocol.

`protect` is called before a library is imported that prints while it is.
"""

from .errors import Failure, ProtocolError, Unsupported
from .server import PROTOCOL, Inputs, Result, protect, serve
from .types import ELEMENTS, Element, element_of
from .values import RawTensor, Sparse, Typed

__all__ = [
    "ELEMENTS",
    "PROTOCOL",
    "Element",
    "Failure",
    "Inputs",
    "ProtocolError",
    "RawTensor",
    "Result",
    "Sparse",
    "Typed",
    "Unsupported",
    "element_of",
    "protect",
    "serve",
]
