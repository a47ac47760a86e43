#!/usr/bin/env python3
"""OpenVINO on one of its devices."""

import argparse
import ctypes

import numpy as np
import wonnx_adapter

wonnx_adapter.protect()

import onnx  # noqa: E402
import openvino  # noqa: E402

TYPES = {
    "bfloat16": "bf16", "bool": "boolean", "double": "f64", "float": "f32", "float16": "f16",
    "float4e2m1": "f4e2m1", "float8e4m3fn": "f8e4m3", "float8e5m2": "f8e5m2",
    "float8e8m0": "f8e8m0", "int16": "i16", "int32": "i32", "int4": "i4", "int64": "i64",
    "int8": "i8", "string": "string", "uint16": "u16", "uint32": "u32",
    "uint4": "u4", "uint64": "u64", "uint8": "u8",
}  # fmt: skip
NAMES = {short: name for name, short in TYPES.items()}

# What its own errors have no conversion rule for, on onnx's suite.
LACKS = """
    Bernoulli BitCast CausalConvWithState CumProd DeformConv Det ImageDecoder
    LinearAttention MaxUnpool MelWeightMatrix Optional OptionalGetElement
    OptionalHasElement RegexFullMatch SequenceMap StringConcat StringNormalizer
    StringSplit SwiGLU TensorScatter TfIdfVectorizer
""".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", default="CPU")
    parser.add_argument("--property", action="append", default=[], metavar="KEY=VALUE",
                        help="of the compiled model, such as INFERENCE_PRECISION_HINT=f32")  # fmt: skip
    parser.add_argument("--threads", type=int, default=1, help="0 leaves it to OpenVINO")
    options = parser.parse_args()
    properties = {"EXECUTION_MODE_HINT": "ACCURACY", "PERFORMANCE_HINT": "LATENCY"}
    if options.threads:
        properties["INFERENCE_NUM_THREADS"] = options.threads
    properties |= dict(each.split("=", 1) for each in options.property)
    core = openvino.Core()
    wonnx_adapter.serve(
        name="openvino",
        version=openvino.__version__.split("-")[0],
        homepage="https://docs.openvino.ai",
        issues="https://github.com/openvinotoolkit/openvino/issues",
        # It takes every opset without a word.
        domains={"ai.onnx": (1, 28)},
        lacks=[
            {"operator": f"ai.onnx:{name}", "reason": "It has no conversion rule."}
            for name in LACKS
        ],
        types=TYPES,
        features=["control-flow", "dynamic-shapes", "functions", "strings"],
        device=core.get_property(options.device, "FULL_DEVICE_NAME"),
        details={key: str(value) for key, value in properties.items()},
        prepare=lambda path: _prepare(core, path, options.device, properties),
        run=_run,
        raw=True,
    )


def _prepare(core, path: str, device: str, properties: dict):
    try:
        model = core.read_model(path)
    except RuntimeError as error:
        text = str(error)
        if "OpenVINO does not support" in text or "is not supported" in text:
            raise wonnx_adapter.Unsupported(_short(text)) from None
        raise wonnx_adapter.Failure("import", _short(text)) from None
    try:
        compiled = core.compile_model(model, device, properties)
    except RuntimeError as error:
        raise wonnx_adapter.Failure("compile", _short(str(error))) from None


    # Compiling may rename ports, and a port has every name of its tensor: which one is the graph's,
    # the file says. Ports keep their order.
    graph = onnx.load(path, load_external_data=False).graph
    given = {declared.name for declared in graph.input}
    fed = [next(iter(port.get_names() & given), None) for port in model.inputs]
    # A parameter that is an output as well, behind a Dropout, has lost its own name.
    lost = [declared.name for declared in graph.input if declared.name not in fed]
    if fed.count(None) == 1 == len(lost):
        fed[fed.index(None)] = lost[0]
    return compiled, fed, [output.name for output in graph.output]


def _short(text: str) -> str:
    """The sentences of an exception, without the places in its sources."""
    lines = [line.strip() for line in text.splitlines()]
    return " ".join(line for line in lines if line and not line.startswith("Exception from"))


def _run(prepared, inputs: wonnx_adapter.Inputs) -> dict:
    compiled, fed, names = prepared
    request = compiled.create_infer_request()
    # A request borrows the memory of its tensors.
    tensors = []
    for port, name in zip(compiled.inputs, fed, strict=True):
        if name not in inputs:
            raise wonnx_adapter.Failure("run", f"Nothing is given for '{name}' ({port}).")
        tensors.append(_tensor(inputs[name], inputs.types[name]))
        request.set_tensor(port, tensors[-1])
    request.infer()
    values = [_value(request.get_tensor(port)) for port in compiled.outputs]
    return dict(zip(names, values, strict=True))


def _tensor(value, declared: str):
    if isinstance(value, wonnx_adapter.RawTensor):
        if value.type not in TYPES:
            raise wonnx_adapter.Unsupported(f"OpenVINO has no element type {value.type}.")
        kind = getattr(openvino.Type, TYPES[value.type])
        found = openvino.Tensor(kind, list(value.shape))
        ctypes.memmove(found.data.ctypes.data, value.data, len(value.data))
        return found
    if not isinstance(value, np.ndarray):
        raise wonnx_adapter.Unsupported(f"OpenVINO's Python package takes no {declared}.")
    if value.dtype == object:
        return openvino.Tensor(value.astype(str) if value.size else value.astype("U1"))
    return openvino.Tensor(np.ascontiguousarray(value).reshape(value.shape))


def _value(tensor):
    name = NAMES.get(tensor.element_type.get_type_name())
    if name is None:
        raise wonnx_adapter.Unsupported(f"ONNX has no element type {tensor.element_type}.")
    if name == "string":
        return np.asarray(tensor.str_data, object).reshape(tuple(tensor.shape))
    if wonnx_adapter.ELEMENTS[name].is_native:
        return np.array(tensor.data).reshape(tuple(tensor.shape))
    data = ctypes.string_at(tensor.data.ctypes.data, tensor.byte_size)
    return wonnx_adapter.RawTensor(name, tuple(tensor.shape), data)


main()
