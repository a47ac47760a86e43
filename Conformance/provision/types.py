"""The standard's element types, as onnx, numpy and ml_dtypes describe them."""

import json
import os
from pathlib import Path

import ml_dtypes
import numpy as np
import onnx
from onnx import TensorProto, helper


def export_types(path: Path) -> int:
    """Writes one element type a line; returns how many."""
    numbers = sorted(number for number in TensorProto.DataType.values() if number != 0)
    fields = [
        '"generatedBy": "Conformance/provision schemas"',
        f'"release": "onnx {onnx.__version__}, ml_dtypes {ml_dtypes.__version__}"',
    ]
    lines = ",\n".join(json.dumps(_record(n), sort_keys=True, allow_nan=False) for n in numbers)
    temporary = path.with_name(f".{path.name}.partial")
    temporary.write_text("{" + ",\n".join(fields) + ',\n"types": [\n' + lines + "\n]}\n")
    os.replace(temporary, path)
    return len(numbers)


def _record(number: int) -> dict:
    dtype = helper.tensor_dtype_to_np_dtype(number)
    record = {"name": TensorProto.DataType.Name(number).lower(), "number": number}
    if dtype.kind in "Ob":
        return record | {"kind": "string" if dtype.kind == "O" else "bool"}
    record["byteCount"] = dtype.itemsize
    if dtype.kind == "c":
        return record | {"kind": "complex"}
    try:
        integer = ml_dtypes.iinfo(dtype)
    except ValueError:
        return record | _float(dtype)
    kind = "signed" if integer.min < 0 else "unsigned"
    return record | {"kind": kind, "bits": integer.bits}


def _float(dtype: np.dtype) -> dict:
    limits = ml_dtypes.finfo(dtype)
    record = {
        "kind": "float",
        "bits": limits.bits,
        "exponentBits": limits.nexp,
        "mantissaBits": limits.nmant,
        "epsilon": float(limits.eps),
        "greatest": float(limits.max),
        "least": float(limits.min),
        "unit": float(limits.smallest_subnormal),
    }
    if limits.bits <= 8:
        codes = np.arange(2**limits.bits, dtype=np.uint8).view(dtype)
        record["values"] = " ".join(repr(float(value)) for value in codes)
    return record
