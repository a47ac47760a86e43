"""Element types: ONNX's spelling, bits an element, and the numpy type where there is one."""

import math
from dataclasses import dataclass

import numpy as np

try:
    import ml_dtypes
except ImportError:
    ml_dtypes = None


@dataclass(frozen=True)
class Element:
    """An element type. `dtype` is None for strings, and for the types of ml_dtypes without it."""

    name: str
    bits: int
    dtype: np.dtype | None
    is_native: bool

    def byte_count(self, shape) -> int:
        """Bytes of a tensor: elements below a byte are packed without gaps, the last byte padded."""
        return (math.prod(shape) * self.bits + 7) // 8


_NATIVE = {
    "bool": "bool",
    "complex128": "complex128",
    "complex64": "complex64",
    "double": "float64",
    "float": "float32",
    "float16": "float16",
    "int16": "int16",
    "int32": "int32",
    "int64": "int64",
    "int8": "int8",
    "uint16": "uint16",
    "uint32": "uint32",
    "uint64": "uint64",
    "uint8": "uint8",
}
_EXTENDED = {
    "bfloat16": (16, "bfloat16"),
    "float4e2m1": (4, "float4_e2m1fn"),
    "float6e2m3": (6, "float6_e2m3fn"),
    "float6e3m2": (6, "float6_e3m2fn"),
    "float8e4m3fn": (8, "float8_e4m3fn"),
    "float8e4m3fnuz": (8, "float8_e4m3fnuz"),
    "float8e5m2": (8, "float8_e5m2"),
    "float8e5m2fnuz": (8, "float8_e5m2fnuz"),
    "float8e8m0": (8, "float8_e8m0fnu"),
    "int2": (2, "int2"),
    "int4": (4, "int4"),
    "uint2": (2, "uint2"),
    "uint4": (4, "uint4"),
}


def _elements() -> dict[str, Element]:
    found = {}
    for name, spelled in _NATIVE.items():
        dtype = np.dtype(spelled)
        found[name] = Element(name, dtype.itemsize * 8, dtype, is_native=True)
    for name, (bits, spelled) in _EXTENDED.items():
        scalar = getattr(ml_dtypes, spelled, None)
        dtype = np.dtype(scalar) if scalar is not None else None
        found[name] = Element(name, bits, dtype, is_native=False)
    found["string"] = Element("string", 0, None, is_native=False)
    return found


ELEMENTS = _elements()
_BY_DTYPE = {element.dtype: element for element in ELEMENTS.values() if element.dtype is not None}


def element_of(array: np.ndarray) -> Element:
    """The element type of an array; objects, text and bytes are strings."""
    if array.dtype.kind in "OUST":
        return ELEMENTS["string"]
    found = _BY_DTYPE.get(array.dtype.newbyteorder("="))
    if found is None:
        raise TypeError(f"numpy's {array.dtype} is no element type of ONNX.")
    return found


def inner(declared: str, constructor: str) -> str | None:
    """`X` of `constructor(X)`, None for another type."""
    if declared.startswith(f"{constructor}(") and declared.endswith(")"):
        return declared[len(constructor) + 1 : -1]
    return None
