"""A case's manifest record, read from what is on disk."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import onnx

from .cases import Case

DEFAULT_DOMAIN = "ai.onnx"


def describe(case: Case, folder: Path) -> dict:
    """The record of one case; README.md says what its fields mean."""
    content = (folder / "model.onnx").read_bytes()
    model = onnx.load_model_from_string(content)
    nodes = list(_nodes(model))
    input_types = [type_string(i.type) for i in model.graph.input]
    output_types = [type_string(o.type) for o in model.graph.output]
    return {
        "atol": case.atol,
        "dataFiles": len(list(folder.glob("test_data_set_*/*.pb"))),
        "dataSHA256": data_digest(folder),
        "dataSets": len(list(folder.glob("test_data_set_*"))),
        "domains": sorted({node.domain or DEFAULT_DOMAIN for node in nodes}),
        "elementTypes": sorted({element_name(t) for t in input_types + output_types}),
        "expectedFrom": case.expected_from,
        "inputTypes": input_types,
        "kind": case.kind,
        "modelBytes": len(content),
        "modelSHA256": hashlib.sha256(content).hexdigest(),
        "name": case.name,
        "nodeCount": len(nodes),
        "operators": sorted({node.op_type for node in nodes}),
        "opsets": {o.domain or DEFAULT_DOMAIN: o.version for o in model.opset_import},
        "outputTypes": output_types,
        "rtol": case.rtol,
        "subject": case.subject,
        "tensorTypes": sorted(_tensor_types(model)),
    }


def data_digest(folder: Path) -> str:
    """SHA-256 over the data files sorted by path: each one's path, length and bytes."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("test_data_set_*/*.pb")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def type_string(declared: onnx.TypeProto) -> str:
    """The type in the schemas' spelling, such as `optional(seq(tensor(float)))`."""
    match declared.WhichOneof("value"):
        case "tensor_type":
            return f"tensor({_element(declared.tensor_type.elem_type)})"
        case "sparse_tensor_type":
            return f"sparse_tensor({_element(declared.sparse_tensor_type.elem_type)})"
        case "sequence_type":
            return f"seq({type_string(declared.sequence_type.elem_type)})"
        case "optional_type":
            return f"optional({type_string(declared.optional_type.elem_type)})"
        case "map_type":
            key = _element(declared.map_type.key_type)
            return f"map({key},{type_string(declared.map_type.value_type)})"
        case _:
            return "undefined"


def element_name(declared: str) -> str:
    """The innermost element type of a type string."""
    return declared.rsplit("(", 1)[-1].rstrip(")")


def _element(code: int) -> str:
    return onnx.TensorProto.DataType.Name(code).lower()


def _nodes(model: onnx.ModelProto) -> Iterator[onnx.NodeProto]:
    for graph in [model.graph, *model.functions]:
        yield from _nested_nodes(graph.node)


def _nested_nodes(nodes) -> Iterator[onnx.NodeProto]:
    for node in nodes:
        yield node
        for graph in _subgraphs(node):
            yield from _nested_nodes(graph.node)


def _subgraphs(node: onnx.NodeProto) -> Iterator[onnx.GraphProto]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs


def _tensor_types(model: onnx.ModelProto) -> set[str]:
    """Element types of every value that inference can type, of initializers and attributes."""
    with contextlib.suppress(onnx.shape_inference.InferenceError):
        model = onnx.shape_inference.infer_shapes(model)
    types = set()
    graphs = [model.graph]
    while graphs:
        graph = graphs.pop()
        for declared in [*graph.input, *graph.output, *graph.value_info]:
            types.add(element_name(type_string(declared.type)))
        types.update(_element(i.data_type) for i in graph.initializer)
        types.update(_element(i.values.data_type) for i in graph.sparse_initializer)
        for node in graph.node:
            types.update(_element(a.t.data_type) for a in node.attribute if a.HasField("t"))
            graphs.extend(_subgraphs(node))
    return types - {"undefined"}
