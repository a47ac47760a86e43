#!/usr/bin/env python3
"""onnxruntime with any provider, built in or from a plugin library."""

import argparse
import ctypes
import functools
import os
import sys

import numpy as np
import wonnx_adapter

wonnx_adapter.protect()
# StringNormalizer asks for the locale en_US.UTF-8, which adapter.sh puts there.
if os.path.isdir(locales := os.path.join(sys.prefix, "locale")):
    os.environ["LOCPATH"] = locales

import onnxruntime  # noqa: E402
from onnxruntime.capi import onnxruntime_pybind11_state as state  # noqa: E402

CPU = "CPUExecutionProvider"
LEVELS = {
    "none": onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL,
    "basic": onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC,
    "extended": onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
    "all": onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL,
}
# TensorProto.DataType, whose numbers OrtValue takes.
CODES = {
    "float": 1, "uint8": 2, "int8": 3, "uint16": 4, "int16": 5, "int32": 6, "int64": 7,
    "string": 8, "bool": 9, "float16": 10, "double": 11, "uint32": 12, "uint64": 13,
    "bfloat16": 16, "float8e4m3fn": 17, "float8e4m3fnuz": 18, "float8e5m2": 19,
    "float8e5m2fnuz": 20, "uint4": 21, "int4": 22, "float4e2m1": 23, "float8e8m0": 24,
    "uint2": 25, "int2": 26,
}  # fmt: skip
NAMES = {code: name for name, code in CODES.items()}


def main() -> None:
    options = _options()
    for plugin in options.plugin:
        name, library = plugin.split("=", 1)
        onnxruntime.register_execution_provider_library(name, library)
    provider = options.provider or (options.plugin[0].split("=", 1)[0] if options.plugin else CPU)
    wonnx_adapter.serve(
        name="onnxruntime",
        version=onnxruntime.__version__,
        homepage="https://onnxruntime.ai",
        issues="https://github.com/microsoft/onnxruntime/issues",
        # Below 7 it warns that nothing is guaranteed; it loads 28 without a word.
        domains={"ai.onnx": (7, 28), "ai.onnx.ml": (1, 5)},
        types=CODES,
        features=["control-flow", "dynamic-shapes", "functions", "maps", "optionals", "sequences",
                  "sparse", "strings"],
        deterministic=True,
        device=provider,
        details={"optimisation": options.optimisation, "threads": str(options.threads)},
        start=functools.partial(_start, options, provider),
        prepare=functools.partial(_prepare, options=options, provider=provider),
        run=_run,
        raw=True,
    )  # fmt: skip


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provider", help=f"an execution provider's name; by default {CPU}")
    parser.add_argument("--provider-option", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--plugin", action="append", default=[], metavar="NAME=LIBRARY",
                        help="a plugin library; NAME is its provider's")  # fmt: skip
    parser.add_argument("--no-cpu-fallback", action="store_true")
    parser.add_argument("--optimisation", choices=LEVELS, default="all")
    parser.add_argument("--threads", type=int, default=1, help="0 leaves it to onnxruntime")
    return parser.parse_args()


def _start(options: argparse.Namespace, provider: str) -> None:
    if options.plugin:
        if not any(device.ep_name == provider for device in onnxruntime.get_ep_devices()):
            raise wonnx_adapter.Failure("start", f"{provider} finds no device here.")
    elif provider not in onnxruntime.get_available_providers():
        has = ", ".join(onnxruntime.get_available_providers())
        raise wonnx_adapter.Failure("start", f"This build has no {provider}; it has {has}.")


class _Model:
    """A session and what its values are called."""

    def __init__(self, session: onnxruntime.InferenceSession, provider: str):
        self.session = session
        self.outputs = {output.name: output.type for output in session.get_outputs()}
        self.inputs = {
            given.name: given.type
            for given in [*session.get_inputs(), *session.get_overridable_initializers()]
        }
        self.placements = [] if provider == CPU else _placements(session)

    @property
    def is_tensors_only(self) -> bool:
        return all(each.startswith("tensor(") for each in self.outputs.values())


def _prepare(path: str, options: argparse.Namespace, provider: str) -> _Model:
    settings = onnxruntime.SessionOptions()
    settings.graph_optimization_level = LEVELS[options.optimisation]
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    settings.log_severity_level = 3
    settings.add_session_config_entry("session.record_ep_graph_assignment_info", "1")
    if options.no_cpu_fallback:
        settings.add_session_config_entry("session.disable_cpu_ep_fallback", "1")
    chosen = dict(option.split("=", 1) for option in options.provider_option)
    try:
        if options.plugin:
            devices = [d for d in onnxruntime.get_ep_devices() if d.ep_name == provider]
            settings.add_provider_for_devices(devices, chosen)
            session = onnxruntime.InferenceSession(path, settings)
        else:
            providers = [(provider, chosen)]
            if provider != CPU and not options.no_cpu_fallback:
                providers.append((CPU, {}))
            session = onnxruntime.InferenceSession(path, settings, providers=providers)
    except state.NotImplemented as error:
        raise wonnx_adapter.Unsupported(str(error)) from None
    except state.InvalidGraph as error:
        raise wonnx_adapter.Failure("import", str(error)) from None
    return _Model(session, provider)


def _run(model: _Model, inputs: wonnx_adapter.Inputs):
    names = list(model.outputs)
    feeds = {name: value for name, value in inputs.items() if value is not None}
    if model.is_tensors_only and all(_is_plain(value) for value in feeds.values()):
        values = {name: _ort_value(value) for name, value in feeds.items()}
        results = [_tensor(value) for value in model.session.run_with_ort_values(names, values)]
    else:
        results = model.session.run(names, {n: _fed(v) for n, v in feeds.items()})
    outputs = {
        name: value if isinstance(value, wonnx_adapter.RawTensor) else _typed(declared, value)
        for (name, declared), value in zip(model.outputs.items(), results, strict=True)
    }
    return wonnx_adapter.Result(outputs, model.placements)


def _is_plain(value) -> bool:
    return isinstance(value, (np.ndarray, wonnx_adapter.RawTensor)) and not _is_text(value)


def _is_text(value) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == object


def _fed(value):
    if isinstance(value, wonnx_adapter.RawTensor):
        return _ort_value(value)
    if isinstance(value, wonnx_adapter.Sparse):
        indices = value.indices
        if indices.ndim == 2:
            indices = np.ravel_multi_index(indices.T, value.shape)
        shape = np.asarray(value.shape, np.int64)
        return onnxruntime.SparseTensor.sparse_coo_from_numpy(
            shape, value.values, indices, onnxruntime.OrtDevice.make("cpu", 0)
        )
    return value


def _ort_value(value) -> onnxruntime.OrtValue:
    if not isinstance(value, wonnx_adapter.RawTensor):
        return onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(value).reshape(value.shape))
    if value.type not in CODES:
        raise wonnx_adapter.Unsupported(f"onnxruntime has no element type {value.type}.")
    # The array has the tensor's shape, and the packed bytes at its beginning.
    width = np.uint16 if value.type == "bfloat16" else np.uint8
    array = np.zeros(value.shape, width)
    array.reshape(-1).view(np.uint8)[: len(value.data)] = np.frombuffer(value.data, np.uint8)
    found = onnxruntime.OrtValue.ortvalue_from_numpy_with_onnx_type(array, CODES[value.type])
    # The OrtValue borrows the array's memory.
    found.borrowed = array
    return found


def _tensor(value: onnxruntime.OrtValue):
    name = NAMES[value.element_type()]
    if wonnx_adapter.ELEMENTS[name].is_native or name == "string":
        return value.numpy()
    shape = tuple(value.shape())
    count = wonnx_adapter.ELEMENTS[name].byte_count(shape)
    return wonnx_adapter.RawTensor(name, shape, ctypes.string_at(value.data_ptr(), count))


def _typed(declared: str, value):
    if isinstance(value, onnxruntime.SparseTensor):
        return wonnx_adapter.Sparse(tuple(value.dense_shape()), value.as_coo_view().indices(), value.values())
    return wonnx_adapter.Typed(declared, value)


def _placements(session: onnxruntime.InferenceSession) -> list[dict[str, str]]:
    return [
        {
            "node": node.name,
            "operator": f"{node.domain or 'ai.onnx'}:{node.op_type}",
            "place": "host" if part.ep_name == CPU else "device",
        }
        for part in session.get_provider_graph_assignment_info()
        for node in part.get_nodes()
    ]


main()
