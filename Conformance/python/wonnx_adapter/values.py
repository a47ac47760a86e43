"""Values there and back: Python's on one side, the protocol's descriptors on the other.

| protocol | Python |
|---|---|
| tensor | numpy array; `RawTensor` where numpy lacks the type; objects (str, or bytes that are no UTF-8) for strings |
| sequence | list |
| optional | the value, or None |
| map | dict |
| sparse | `Sparse` |
"""

import base64
import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from .errors import ProtocolError
from .types import ELEMENTS, Element, element_of, inner


@dataclass(frozen=True)
class RawTensor:
    """A tensor as the protocol has it: little-endian, packed below a byte."""

    type: str
    shape: tuple[int, ...]
    data: bytes


@dataclass(frozen=True)
class Sparse:
    """A sparse tensor: `indices` is [n] of flat positions or [n, rank], `values` is [n]."""

    shape: tuple[int, ...]
    indices: np.ndarray
    values: Any


@dataclass(frozen=True)
class Typed:
    """A value with its type spelled out: for what doesn't show it, such as an empty sequence."""

    type: str
    value: Any


class Sink(Protocol):
    """Takes a tensor's bytes and says where they are."""

    def put(self, data: bytes) -> dict[str, Any]: ...


class Source(Protocol):
    """Gives the bytes that a descriptor stands for."""

    def get(self, descriptor: dict[str, Any]) -> bytes: ...


def type_of(value: Any) -> str:
    """The type in ONNX's spelling."""
    match value:
        case Typed():
            return value.type
        case RawTensor():
            return f"tensor({value.type})"
        case Sparse():
            return f"sparse_{type_of(value.values)}"
        case dict() if value:
            key, item = next(iter(value.items()))
            keys = type_of(np.asarray([key], object if isinstance(key, (str, bytes)) else np.int64))
            return f"map({inner(keys, 'tensor')},{type_of(_array(item))})"
        case list() | tuple() if value:
            return f"seq({type_of(value[0])})"
        case None | dict() | list() | tuple():
            raise TypeError("An empty value does not show its type: return it as Typed(type, value).")
        case _:
            return f"tensor({element_of(_array(value)).name})"


def encode(value: Any, sink: Sink, declared: str | None = None) -> dict[str, Any]:
    """A value's descriptor; its bytes go to the sink in order of appearance."""
    if isinstance(value, Typed):
        value, declared = value.value, value.type
    declared = declared or type_of(value)
    if (element := inner(declared, "optional")) is not None:
        held = None if value is None else encode(value, sink, element)
        return {"kind": "optional", "element": element, "value": held}
    if (element := inner(declared, "seq")) is not None:
        items = [encode(item, sink, element) for item in value]
        return {"kind": "sequence", "element": element, "values": items}
    if (pair := inner(declared, "map")) is not None:
        return _encode_map(value, sink, *pair.split(",", 1))
    if isinstance(value, Sparse):
        return {
            "kind": "sparse",
            "shape": [int(extent) for extent in value.shape],
            "indices": _encode_tensor(value.indices, sink),
            "values": _encode_tensor(value.values, sink),
        }
    return _encode_tensor(value, sink)


def decode(descriptor: dict[str, Any], source: Source, raw: bool = False) -> Any:
    """The value of a descriptor; `raw` makes every type that numpy lacks by itself a `RawTensor`."""
    match member(descriptor, "kind", str):
        case "tensor":
            return _decode_tensor(descriptor, source, raw)
        case "sequence":
            return [decode(item, source, raw) for item in member(descriptor, "values", list)]
        case "optional":
            held = member(descriptor, "value", dict, type(None))
            return None if held is None else decode(held, source, raw)
        case "map":
            return _decode_map(descriptor, source, raw)
        case "sparse":
            shape = _shape(descriptor)
            indices = decode(member(descriptor, "indices", dict), source, raw)
            return Sparse(shape, indices, decode(member(descriptor, "values", dict), source, raw))
        case other:
            raise ProtocolError(f"'{other}' is no kind of value.")


def described_type(descriptor: dict[str, Any]) -> str:
    """The type of a descriptor in ONNX's spelling."""
    match member(descriptor, "kind", str):
        case "tensor":
            return f"tensor({member(descriptor, 'type', str)})"
        case "sequence":
            return f"seq({member(descriptor, 'element', str)})"
        case "optional":
            return f"optional({member(descriptor, 'element', str)})"
        case "map":
            keys = member(member(descriptor, "keys", dict), "type", str)
            values = member(descriptor, "values", dict)
            # A sequence of values has a value of its element type for each key.
            held = described_type(values)
            return f"map({keys},{inner(held, 'seq') or held})"
        case "sparse":
            return f"sparse_{described_type(member(descriptor, 'values', dict))}"
        case other:
            raise ProtocolError(f"'{other}' is no kind of value.")


def member(message: dict[str, Any], name: str, *types: type) -> Any:
    """A member of a message, of one of the types."""
    if not isinstance(message, dict) or name not in message:
        raise ProtocolError(f"A message lacks '{name}'.")
    found = message[name]
    if not isinstance(found, types) or (isinstance(found, bool) and bool not in types):
        raise ProtocolError(f"'{name}' is {found!r:.80}, which is of another type.")
    return found


def pack(array: np.ndarray, bits: int) -> bytes:
    """Elements below a byte, each in a byte, as ONNX packs them: one stream of bits, low ones first."""
    codes = np.ascontiguousarray(array).view(np.uint8).reshape(-1, 1)
    stream = np.unpackbits(codes, axis=1, count=bits, bitorder="little")
    return np.packbits(stream, bitorder="little").tobytes()


def unpack(data: bytes, element: Element, shape) -> np.ndarray:
    """The elements of packed bytes, each in a byte of numpy's type."""
    count = math.prod(shape)
    stream = np.unpackbits(
        np.frombuffer(data, np.uint8), count=count * element.bits, bitorder="little"
    )
    codes = np.packbits(stream.reshape(count, element.bits), axis=1, bitorder="little").reshape(-1)
    if element.name.startswith("int"):
        # A byte of ml_dtypes' repeats the sign in its high bits.
        sign = np.uint8(1 << (element.bits - 1))
        codes = (codes ^ sign) - sign
    return codes.view(element.dtype).reshape(shape)


def _array(value: Any) -> np.ndarray:
    if isinstance(value, (str, bytes)):
        return np.asarray(value, object)
    return np.asarray(value)


def _encode_tensor(value: Any, sink: Sink) -> dict[str, Any]:
    if isinstance(value, RawTensor):
        shape = [int(extent) for extent in value.shape]
        return {"kind": "tensor", "type": value.type, "shape": shape, **sink.put(value.data)}
    array = _array(value)
    element = element_of(array)
    descriptor = {"kind": "tensor", "type": element.name, "shape": list(array.shape)}
    if element.name == "string":
        return {**descriptor, "strings": [_text(item) for item in array.reshape(-1).tolist()]}
    return {**descriptor, **sink.put(_bytes(array, element))}


def _bytes(array: np.ndarray, element: Element) -> bytes:
    if element.bits < 8:
        return pack(array, element.bits)
    if element.is_native:
        array = array.astype(element.dtype.newbyteorder("<"), copy=False)
    return array.tobytes()


def _text(item: Any) -> str | dict[str, str]:
    if not isinstance(item, bytes):
        item = str(item).encode("utf-8", "surrogateescape")
    try:
        return item.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(item).decode("ascii")}


def _decode_tensor(descriptor: dict[str, Any], source: Source, raw: bool) -> Any:
    name = member(descriptor, "type", str)
    element = ELEMENTS.get(name)
    if element is None:
        raise ProtocolError(f"'{name}' is no element type.")
    shape = _shape(descriptor)
    if name == "string":
        return _decode_strings(descriptor, shape)
    data = source.get(descriptor)
    wanted = element.byte_count(shape)
    if len(data) != wanted:
        raise ProtocolError(f"{name} {list(shape)} takes {wanted} bytes, but {len(data)} are given.")
    if element.dtype is None or (raw and not element.is_native):
        return RawTensor(name, shape, data)
    if element.bits < 8:
        return unpack(data, element, shape)
    dtype = element.dtype.newbyteorder("<") if element.is_native else element.dtype
    return np.frombuffer(bytearray(data), dtype).reshape(shape)


def _decode_strings(descriptor: dict[str, Any], shape: tuple[int, ...]) -> np.ndarray:
    items = member(descriptor, "strings", list)
    if len(items) != math.prod(shape):
        raise ProtocolError(f"string {list(shape)} has {len(items)} strings.")
    array = np.empty(len(items), object)
    for k, item in enumerate(items):
        if isinstance(item, str):
            array[k] = item
        else:
            array[k] = base64.b64decode(member(item, "base64", str), validate=True)
    return array.reshape(shape)


def _shape(descriptor: dict[str, Any]) -> tuple[int, ...]:
    shape = member(descriptor, "shape", list)
    if not all(isinstance(extent, int) and extent >= 0 for extent in shape):
        raise ProtocolError(f"{shape} is no shape.")
    return tuple(shape)


def _encode_map(value: dict, sink: Sink, key_type: str, value_type: str) -> dict[str, Any]:
    if key_type == "string":
        keys = np.asarray(list(value.keys()), object)
    else:
        keys = np.asarray(list(value.keys()), ELEMENTS[key_type].dtype)
    element = inner(value_type, "tensor")
    items = list(value.values())
    described = {"kind": "map", "keys": _encode_tensor(keys, sink)}
    if element is None or any(np.ndim(item) > 0 for item in items):
        return {**described, "values": encode(items, sink, f"seq({value_type})")}
    dtype = object if element == "string" else ELEMENTS[element].dtype
    return {**described, "values": _encode_tensor(np.asarray(items, dtype), sink)}


def _decode_map(descriptor: dict[str, Any], source: Source, raw: bool) -> dict:
    keys = decode(member(descriptor, "keys", dict), source, raw)
    values = decode(member(descriptor, "values", dict), source, raw)
    if isinstance(values, np.ndarray):
        values = list(values.reshape(-1)) if values.dtype != object else values.reshape(-1).tolist()
    if np.ndim(keys) != 1 or len(keys) != len(values):
        raise ProtocolError("A map's keys are a tensor of rank 1 with a value for each.")
    return dict(zip(keys.tolist(), values, strict=True))
