#!/usr/bin/env python3
"""Any module that is or holds an `onnx.backend.base.Backend`: `adapter.py MODULE [DEVICE]`.

The module is found as Python finds one, so PYTHONPATH names its folder. It runs in whichever
Python starts this file, with the packages that are there.
"""

import importlib
import importlib.metadata
import sys

import wonnx_adapter

wonnx_adapter.protect()

import onnx  # noqa: E402
from onnx.backend.base import Backend  # noqa: E402
from onnx.defs import onnx_ml_opset_version, onnx_opset_version  # noqa: E402
from wonnx_adapter.models import output_types, typed  # noqa: E402


def _backend(module):
    """The module itself, where it has the functions, else the one class of its own."""
    if callable(getattr(module, "prepare", None)):
        return module
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Backend) and value is not Backend
    ]
    own = [each for each in found if each.__module__ == module.__name__] or found
    if len(own) != 1:
        raise SystemExit(f"{module.__name__} holds {len(own)} classes of Backend; it takes one.")
    return own[0]


def _version(module) -> str:
    try:
        return importlib.metadata.version(module.__name__.split(".")[0])
    except importlib.metadata.PackageNotFoundError:
        return str(getattr(module, "__version__", "unknown"))


class _Model:
    def __init__(self, path: str):
        model = onnx.load(path)
        if hasattr(backend, "is_compatible") and not backend.is_compatible(model):
            raise wonnx_adapter.Unsupported("Its is_compatible says no.")
        self.types = output_types(model)
        held = {initializer.name for initializer in model.graph.initializer}
        self.inputs = [given.name for given in model.graph.input if given.name not in held]
        self.overridable = [given.name for given in model.graph.input]
        self.prepared = backend.prepare(model, device)
        if self.prepared is None:
            raise wonnx_adapter.Unsupported("Its prepare gives nothing.")


def _run(model: _Model, inputs: wonnx_adapter.Inputs) -> dict:
    # The class takes inputs by position.
    names = model.inputs if set(inputs) <= set(model.inputs) else model.overridable
    last = max((k for k, name in enumerate(names) if name in inputs), default=-1)
    results = model.prepared.run([inputs.get(name) for name in names[: last + 1]])
    return {
        name: typed(declared, value)
        for (name, declared), value in zip(model.types.items(), results, strict=True)
    }


if len(sys.argv) not in (2, 3):
    raise SystemExit(__doc__)
module = importlib.import_module(sys.argv[1])
device = sys.argv[2] if len(sys.argv) == 3 else "CPU"
backend = _backend(module)
if not backend.supports_device(device):
    raise SystemExit(f"{module.__name__} says that it does not support the device {device}.")
wonnx_adapter.serve(
    name=module.__name__,
    version=_version(module),
    domains={"ai.onnx": (1, onnx_opset_version()), "ai.onnx.ml": (1, onnx_ml_opset_version())},
    features=["control-flow", "dynamic-shapes", "functions", "maps", "optionals", "sequences",
              "sparse", "strings"],
    device=device,
    prepare=_Model,
    run=_run,
)  # fmt: skip
