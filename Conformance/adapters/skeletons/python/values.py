"""Values in memory, in messages, and on the way between them."""

import math
import os
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

from failures import Failure, Unsupported

# Element type to its number in ONNX's TensorProto.DataType, and to its code in `array`.
ELEMENTS = {"float": (1, "f"), "int64": (7, "q")}


@dataclass
class Tensor:
    """Elements in row-major order."""

    type: str
    shape: list[int]
    elements: array


def new_tensor(type: str, shape: list[int]) -> Tensor:
    """A tensor of zeros."""
    code = ELEMENTS[type][1]
    return Tensor(type, shape, array(code, bytes(math.prod(shape) * array(code).itemsize)))


def from_bytes(type: str, shape: list[int], data: bytes) -> Tensor:
    """A tensor of little-endian elements."""
    elements = array(ELEMENTS[type][1])
    if len(data) != math.prod(shape) * elements.itemsize:
        raise Failure("protocol", f"{len(data)} bytes do not fill {type} of the shape {shape}.")
    elements.frombytes(data)
    return Tensor(type, shape, _little_endian(elements))


class Transport:
    """Where bytes of tensors lie: in files of a scratch folder, or after a message's line."""

    def __init__(self, scratch: str | None = None):
        self._scratch = Path(scratch) if scratch else None
        self._received = b""
        self._sent = bytearray()

    def begin(self, payload: bytes) -> None:
        """A request with its payload; the reply's bytes are gathered anew."""
        self._received = payload
        self._sent = bytearray()

    def read(self, value: dict) -> Tensor:
        """The tensor that a message describes."""
        if value["kind"] != "tensor":
            raise Unsupported(f"There are only tensors here, no {value['kind']}.")
        if value["type"] not in ELEMENTS:
            raise Unsupported(f"The element type {value['type']} is not done here.")
        return from_bytes(value["type"], value["shape"], self._take(value))

    def _take(self, value: dict) -> bytes:
        count = value["bytes"]
        if self._scratch and count == 0:
            return b""
        if self._scratch:
            with open(self._scratch / Path(value["file"]).name, "rb") as file:
                file.seek(value["offset"])
                data = file.read(count)
        else:
            data, self._received = self._received[:count], self._received[count:]
        if len(data) < count:
            raise Failure("protocol", f"A tensor has {count} bytes, and {len(data)} are there.")
        return data

    def finish_reading(self) -> None:
        """All of a payload belongs to a tensor."""
        if self._received:
            raise Failure("protocol", f"{len(self._received)} bytes belong to no tensor.")

    def write(self, tensor: Tensor) -> dict:
        """Describes a tensor for a reply, and notes its bytes."""
        data = _little_endian(tensor.elements).tobytes()
        value = {"kind": "tensor", "type": tensor.type, "shape": tensor.shape, "bytes": len(data)}
        if self._scratch:
            value |= {"file": "out.bin", "offset": len(self._sent)}
        self._sent += data
        return value

    def finish_writing(self) -> bytes:
        """Writes what the reply refers to, and returns what has to follow its line."""
        if not self._scratch:
            return bytes(self._sent)
        # Written over, not cut: some file systems write to the disk at once when a file is cut.
        descriptor = os.open(self._scratch / "out.bin", os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self._sent)
        return b""


def _little_endian(elements: array) -> array:
    if sys.byteorder == "big":
        elements = elements[:]
        elements.byteswap()
    return elements
