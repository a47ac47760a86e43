#!/usr/bin/env python3
"""tract, through its Python package.

tract plans with shapes, and many operators' shapes depend on values (Reshape, Slice, Resize), so a
model is planned when its inputs are known: the first is fed, the others become constants.
"""

import os
import tempfile

import numpy as np
import wonnx_adapter

wonnx_adapter.protect()
# An error's text is its causes, without the addresses that a backtrace adds.
os.environ["RUST_BACKTRACE"] = "0"

import onnx  # noqa: E402
import tract  # noqa: E402
from onnx import numpy_helper  # noqa: E402

MNEMONICS = {
    "bool": "bool", "float": "f32", "float16": "f16", "double": "f64", "int8": "i8",
    "int16": "i16", "int32": "i32", "int64": "i64", "uint8": "u8", "uint16": "u16",
    "uint32": "u32", "uint64": "u64",
}  # fmt: skip

# What its own errors call unimplemented, on onnx's suite.
LACKS = """
    AffineGrid Bernoulli BitCast CausalConvWithState CenterCropPad Col2Im CumProd
    DeformConv Det ImageDecoder LinearAttention Loop LpPool MaxUnpool
    NegativeLogLikelihoodLoss Optional OptionalGetElement OptionalHasElement
    ReverseSequence RoiAlign SequenceConstruct SequenceEmpty SoftmaxCrossEntropyLoss
    SplitToSequence SwiGLU TensorScatter TfIdfVectorizer Unique Upsample
""".split()


def _run(model: onnx.ModelProto, inputs: wonnx_adapter.Inputs) -> dict:
    for name, value in inputs.items():
        declared = inputs.types[name]
        if not isinstance(value, np.ndarray) or value.dtype == object:
            raise wonnx_adapter.Unsupported(f"tract's Python package takes no {declared}.")
    fed = next(iter(inputs), None)
    if fed is not None and inputs.types[fed][len("tensor(") : -1] not in MNEMONICS:
        raise wonnx_adapter.Unsupported(f"tract's Python package takes no {inputs.types[fed]}.")
    plan = _plan(_with_constants(model, inputs, fed), inputs, fed)
    try:
        results = plan.run([inputs[fed]] if fed is not None else [])
    except tract.TractError as error:
        raise wonnx_adapter.Failure("run", _first_cause(error)) from None
    names = [output.name for output in model.graph.output]
    return {name: _array(result) for name, result in zip(names, results, strict=True)}


def _array(result: tract.Tensor) -> np.ndarray:
    try:
        return result.to_numpy()
    except tract.TractError:
        # What comes of a shape is a TDim, which is an int64 once every symbol is known.
        return result.convert_to(tract.DatumType.I64).to_numpy()


def _with_constants(
    model: onnx.ModelProto, inputs: wonnx_adapter.Inputs, fed: str | None
) -> onnx.ModelProto:
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    graph = changed.graph
    constants = {name: value for name, value in inputs.items() if name != fed}
    kept = [initializer for initializer in graph.initializer if initializer.name not in inputs]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    graph.initializer.extend(numpy_helper.from_array(v, n) for n, v in constants.items())
    declared = [given for given in graph.input if given.name == fed]
    del graph.input[:]
    graph.input.extend(declared)
    return changed


def _plan(model: onnx.ModelProto, inputs: wonnx_adapter.Inputs, fed: str | None):
    handle, path = tempfile.mkstemp(suffix=".onnx", dir=folder.name)
    with os.fdopen(handle, "wb") as file:
        file.write(model.SerializeToString())
    try:
        loaded = tract.onnx().load(path)
        if fed is not None:
            extents = [str(extent) for extent in inputs[fed].shape]
            mnemonic = MNEMONICS[inputs.types[fed][len("tensor(") : -1]]
            loaded.set_input_fact(0, ",".join([*extents, mnemonic]))
        return loaded.into_model().into_runnable()
    except tract.TractError as error:
        cause = _first_cause(error)
        if "nimplemented" in cause:
            raise wonnx_adapter.Unsupported(cause) from None
        raise wonnx_adapter.Failure("plan", cause) from None
    finally:
        os.unlink(path)


def _first_cause(error: tract.TractError) -> str:
    """An error's chain of causes, without the backtrace that may follow."""
    return str(error).split("Stack backtrace")[0].strip()


folder = tempfile.TemporaryDirectory(prefix="wonnx-tract-")
wonnx_adapter.serve(
    name="tract",
    version=tract.version(),
    homepage="https://github.com/sonos/tract",
    issues="https://github.com/sonos/tract/issues",
    domains={"ai.onnx": (9, 24)},
    types=[*MNEMONICS],
    lacks=[{"operator": f"ai.onnx:{name}", "reason": "It is unimplemented."} for name in LACKS],
    features=["dynamic-shapes"],
    details={"inputs": "the first is fed, the others are constants"},
    prepare=onnx.load,
    run=_run,
)
