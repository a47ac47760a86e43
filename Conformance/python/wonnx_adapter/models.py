"""What adapters ask of a model where the onnx package is there."""

import onnx

from .values import Typed


def type_text(declared: onnx.TypeProto) -> str:
    """A declared type in the schemas' spelling, such as `optional(seq(tensor(float)))`."""
    match declared.WhichOneof("value"):
        case "tensor_type":
            return f"tensor({_element(declared.tensor_type.elem_type)})"
        case "sparse_tensor_type":
            return f"sparse_tensor({_element(declared.sparse_tensor_type.elem_type)})"
        case "sequence_type":
            return f"seq({type_text(declared.sequence_type.elem_type)})"
        case "optional_type":
            return f"optional({type_text(declared.optional_type.elem_type)})"
        case "map_type":
            key = _element(declared.map_type.key_type)
            return f"map({key},{type_text(declared.map_type.value_type)})"
        case _:
            return "undefined"


def output_types(model: onnx.ModelProto) -> dict[str, str]:
    """Output name to declared type, in the graph's order."""
    return {output.name: type_text(output.type) for output in model.graph.output}


def typed(declared: str, value: object) -> object:
    """A container with its declared type; a tensor shows its own, right or wrong."""
    is_tensor = declared.startswith("tensor(")
    return value if is_tensor and value is not None else Typed(declared, value)


def _element(code: int) -> str:
    return onnx.TensorProto.DataType.Name(code).lower()
