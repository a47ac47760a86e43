"""Reads of an ONNX model what a graph of plain nodes needs.

ONNX's onnx.proto says what the fields' numbers mean.
"""

from dataclasses import dataclass

from failures import Failure, Unsupported
from operators import OPERATORS
from protobuf import Message
from values import ELEMENTS, Tensor, from_bytes, new_tensor


@dataclass
class Node:
    operator: str
    inputs: list[str]
    output: str


@dataclass
class Model:
    # Name to element type.
    inputs: dict[str, str]
    # Initializers; that of an input's name is the input's default.
    constants: dict[str, Tensor]
    # In an order in which they can run.
    nodes: list[Node]
    outputs: list[str]


def read_model(data: bytes) -> Model:
    """ModelProto: graph 7, functions 25."""
    file = Message(data)
    if file.get(25):
        raise Unsupported("Functions of a model are not read here.")
    if not file.get(7):
        raise Failure("load", "The file holds no graph.")
    # GraphProto: node 1, initializer 5, input 11, output 12, sparse_initializer 15.
    graph = Message(file[7][-1])
    if graph.get(15):
        raise Unsupported("Sparse initializers are not read here.")
    constants = dict(_constant(tensor) for tensor in graph.get(5, []))
    inputs = dict(_port(info) for info in graph.get(11, []))
    nodes = [_node(node) for node in graph.get(1, [])]
    outputs = [_port(info)[0] for info in graph.get(12, [])]
    known = {*inputs, *constants}
    for node in nodes:
        _check(node.inputs, known)
        known.add(node.output)
    _check(outputs, known)
    return Model(inputs, constants, nodes, outputs)


def _check(names: list[str], known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise Failure("import", f"Nothing gives the value '{name}'.")


def _constant(data: bytes) -> tuple[str, Tensor]:
    """TensorProto: dims 1, data_type 2, float_data 4, int64_data 7, name 8, raw_data 9, data_location 14."""
    tensor = Message(data)
    element = _element(tensor.last(2, 0), "An initializer")
    if tensor.last(14, 0):
        raise Unsupported("External data are not read here.")
    shape = tensor.integers(1)
    if element == "int64" and tensor.get(7):
        integers = [n - (1 << 64) if n >> 63 else n for n in tensor.integers(7)]
        found = new_tensor(element, shape)
        if len(integers) != len(found.elements):
            raise Failure("load", f"{len(integers)} integers do not fill the shape {shape}.")
        found.elements[:] = type(found.elements)("q", integers)
        return tensor.text(8), found
    # Raw bytes, or those of floats, in one field or in many.
    return tensor.text(8), from_bytes(element, shape, b"".join(tensor.get(9) or tensor.get(4, [])))


def _port(info: bytes) -> tuple[str, str]:
    """ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. TypeProto.Tensor: elem_type 1."""
    declared = Message(info)
    name = declared.text(1)
    tensor = Message(declared.last(2, b"")).get(1)
    if not tensor:
        raise Unsupported(f"'{name}' is no tensor, and there are only tensors here.")
    return name, _element(Message(tensor[-1]).last(1, 0), f"'{name}'")


def _element(code: int, subject: str) -> str:
    for element, (number, _) in ELEMENTS.items():
        if number == code:
            return element
    raise Unsupported(f"{subject} has an element type that is not done here: number {code}.")


def _node(data: bytes) -> Node:
    """NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7."""
    node = Message(data)
    domain, operator = node.text(7) or "ai.onnx", node.text(4)
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
