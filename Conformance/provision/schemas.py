"""The standard's own schemas, from `onnx.defs`: every operator, every since-version."""

import json
import os
from pathlib import Path

import onnx
from onnx import helper

from .describe import DEFAULT_DOMAIN


def export_schemas(folder: Path) -> dict[str, int]:
    """Writes one file a domain, one operator version a line; returns how many each file holds."""
    folder.mkdir(parents=True, exist_ok=True)
    by_domain: dict[str, list] = {}
    for schema in onnx.defs.get_all_schemas_with_history():
        by_domain.setdefault(schema.domain or DEFAULT_DOMAIN, []).append(schema)
    for domain, schemas in sorted(by_domain.items()):
        schemas.sort(key=lambda schema: (schema.name, schema.since_version))
        newest = (
            onnx.defs.onnx_opset_version()
            if domain == DEFAULT_DOMAIN
            else max(schema.since_version for schema in schemas)
        )
        release = f"onnx {onnx.__version__}"
        write_schemas(folder, domain, release, newest, [_record(s) for s in schemas])
    return {domain: len(schemas) for domain, schemas in by_domain.items()}


def write_schemas(
    folder: Path, domain: str, release: str, newest: int, records: list[dict]
) -> None:
    fields = [
        '"generatedBy": "Conformance/provision schemas"',
        f'"release": {json.dumps(release)}',
        f'"domain": {json.dumps(domain)}',
        f'"newestOpset": {newest}',
    ]
    lines = ",\n".join(json.dumps(record, sort_keys=True, allow_nan=False) for record in records)
    text = "{" + ",\n".join(fields) + ',\n"operators": [\n' + lines + "\n]}\n"
    temporary = folder / f".{domain}.partial"
    temporary.write_text(text)
    os.replace(temporary, folder / f"{domain}.json")


def _record(schema: onnx.defs.OpSchema) -> dict:
    return {
        "attributes": [_attribute(a) for _, a in sorted(schema.attributes.items())],
        "constraints": {
            c.type_param_str: sorted(c.allowed_type_strs) for c in schema.type_constraints
        },
        "deprecated": schema.deprecated,
        "function": _function(schema),
        "inputs": [_formal(f) for f in schema.inputs],
        "maxInputs": _bounded(schema.max_input),
        "maxOutputs": _bounded(schema.max_output),
        "minInputs": schema.min_input,
        "minOutputs": schema.min_output,
        "name": schema.name,
        "outputs": [_formal(f) for f in schema.outputs],
        "since": schema.since_version,
    }


def _function(schema: onnx.defs.OpSchema) -> str:
    if schema.has_function:
        return "plain"
    return "contextDependent" if schema.has_context_dependent_function else "none"


def _bounded(count: int) -> int | None:
    """A count, or nothing for the variadic formal's limit, which is the largest C int."""
    return count if count < 2**31 - 1 else None


def _attribute(attribute: onnx.defs.OpSchema.Attribute) -> dict:
    record = {
        "name": attribute.name,
        "required": attribute.required,
        "type": attribute.type.name,
    }
    if attribute.default_value.type != onnx.AttributeProto.UNDEFINED:
        record["default"] = json_value(helper.get_attribute_value(attribute.default_value))
    return record


def json_value(value):
    """An attribute's value. A float is the decimal that reads back as the very float32."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (int, float, str)):
        return value
    if isinstance(value, onnx.TensorProto):
        array = onnx.numpy_helper.to_array(value)
        element = onnx.TensorProto.DataType.Name(value.data_type).lower()
        return {"dims": list(array.shape), "elementType": element, "values": array.ravel().tolist()}
    return [json_value(item) for item in value]


def _formal(formal: onnx.defs.OpSchema.FormalParameter) -> dict:
    return {
        "homogeneous": formal.is_homogeneous,
        "minArity": formal.min_arity,
        "name": formal.name,
        "option": formal.option.name.lower(),
        "type": formal.type_str,
    }
