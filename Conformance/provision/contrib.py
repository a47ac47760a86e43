"""The schemas of onnxruntime's own domain, from the operators that its Python binding lists."""

from pathlib import Path

import onnx
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as binding

from .schemas import json_value, write_schemas

DOMAIN = "com.microsoft"
# onnxruntime registers it in the standard's domain, which has no such operator.
MISPLACED = ["SimplifiedLayerNormalization"]


def export_contrib_schemas(folder: Path) -> dict[str, int]:
    """Writes `com.microsoft.json` as `export_schemas` writes the others."""
    schemas = [
        schema
        for schema in binding.get_all_operator_schema()
        if schema.domain == DOMAIN or (schema.domain == "" and schema.name in MISPLACED)
    ]
    records = [_record(s) for s in sorted(schemas, key=lambda s: (s.name, s.since_version))]
    write_schemas(folder, DOMAIN, f"onnxruntime {onnxruntime.__version__}", 1, records)
    return {DOMAIN: len(records)}


def _record(schema) -> dict:
    return {
        "attributes": [_attribute(a) for _, a in sorted(schema.attributes.items())],
        "constraints": {
            c.type_param_str: sorted(c.allowed_type_strs) for c in schema.type_constraints
        },
        "deprecated": schema.deprecated,
        "inputs": _formals(schema.inputs, schema.min_input),
        "minInputs": schema.min_input,
        "minOutputs": schema.min_output,
        "name": schema.name,
        "outputs": _formals(schema.outputs, schema.min_output),
        "since": schema.since_version,
    }


def _attribute(attribute) -> dict:
    record = {
        "name": attribute.name,
        "required": attribute.required,
        "type": attribute.type.name,
    }
    if attribute._default_value:
        default = onnx.AttributeProto.FromString(attribute._default_value)
        record["default"] = json_value(onnx.helper.get_attribute_value(default))
    return record


def _formals(formals, least: int) -> list[dict]:
    return [
        {
            "homogeneous": formal.isHomogeneous,
            "minArity": max(least - index, 0) if formal.option.name == "Variadic" else 1,
            "name": formal.name,
            "option": formal.option.name.lower(),
            "type": formal.typeStr,
        }
        for index, formal in enumerate(formals)
    ]
