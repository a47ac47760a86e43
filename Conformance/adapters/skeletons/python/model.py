"""Reads of an ONNX model what a graph of plain nodes needs: protobuf's wire format, field by field.

https://protobuf.dev/programming-guides/encoding and ONNX's onnx.proto say what the numbers mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from failures import Failure, Unsupported
from operators import OPERATORS
from values import ELEMENTS


@dataclass
class Node:
    operator: str
    inputs: list[str]
    output: str


@dataclass
class Model:
    # Name to element type.
    inputs: dict[str, str]
    # In an order in which they can run.
    nodes: list[Node]
    outputs: list[str]


def read_model(data: bytes) -> Model:
    """ModelProto: graph 7, functions 25."""
    file = _message(data)
    if file.get(25):
        raise Unsupported("Functions of a model are not read here.")
    if not file.get(7):
        raise Failure("load", "The file holds no graph.")
    # GraphProto: node 1, initializer 5, input 11, output 12, sparse_initializer 15.
    graph = _message(file[7][-1])
    if graph.get(5) or graph.get(15):
        raise Unsupported("Initializers are not read here.")
    inputs = dict(_port(info) for info in graph.get(11, []))
    nodes = [_node(node) for node in graph.get(1, [])]
    outputs = [_port(info)[0] for info in graph.get(12, [])]
    known = set(inputs)
    for node in nodes:
        _check(node.inputs, known)
        known.add(node.output)
    _check(outputs, known)
    return Model(inputs, nodes, outputs)


def _check(names: list[str], known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise Failure("import", f"Nothing gives the value '{name}'.")


def _port(info: bytes) -> tuple[str, str]:
    """ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1."""
    declared = _message(info)
    name = _text(declared, 1)
    tensor = _message(declared.get(2, [b""])[-1]).get(1)
    if not tensor:
        raise Unsupported(f"'{name}' is no tensor, and there are only tensors here.")
    code = _message(tensor[-1]).get(1, [0])[-1]
    for element, (number, _) in ELEMENTS.items():
        if number == code:
            return name, element
    raise Unsupported(f"'{name}' has an element type that is not done here: number {code}.")


def _node(data: bytes) -> Node:
    """NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7."""
    node = _message(data)
    domain, operator = _text(node, 7) or "ai.onnx", _text(node, 4)
    name = f"{domain}:{operator}"
    if domain != "ai.onnx" or operator not in OPERATORS:
        raise Unsupported("There is no kernel.", name)
    if node.get(5):
        raise Unsupported("Attributes are not read here.", name)
    inputs = [text.decode() for text in node.get(1, [])]
    outputs = [text.decode() for text in node.get(2, [])]
    count = OPERATORS[operator].input_count
    if len(inputs) != count or len(outputs) != 1:
        raise Failure("import", f"{name} takes {count} inputs and gives one output.")
    return Node(operator, inputs, outputs[0])


def _text(message: dict[int, list], number: int) -> str:
    return message.get(number, [b""])[-1].decode()


def _message(data: bytes) -> dict[int, list]:
    """Field number to its values, in order: integers, or the bytes of texts and messages."""
    if not isinstance(data, bytes):
        raise Failure("load", "The model has a number where a message is expected.")
    fields: dict[int, list] = {}
    for number, value in _fields(data):
        fields.setdefault(number, []).append(value)
    return fields


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        match tag & 7:
            case 0:
                value, at = _varint(data, at)
            case 1:
                value, at = data[at : at + 8], at + 8
            case 2:
                count, at = _varint(data, at)
                value, at = data[at : at + count], at + count
            case 5:
                value, at = data[at : at + 4], at + 4
            case _:
                raise Failure("load", "The model is no protobuf message.")
        if at > len(data):
            raise Failure("load", "The model ends within a field.")
        yield tag >> 3, value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = 0
    for shift in range(0, 64, 7):
        if at == len(data):
            break
        byte, at = data[at], at + 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, at
    raise Failure("load", "The model ends within an integer, or has one of more than 64 bits.")
