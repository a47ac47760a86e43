"""From a module to a case: torch exports it, and what torch computes is expected."""

import contextlib
import io
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import onnx
import torch
from networks.suite import LeftOut
from provision.cases import Case, write_file
from provision.real import fed_inputs

_TYPES = {
    torch.float32: onnx.TensorProto.FLOAT,
    torch.float64: onnx.TensorProto.DOUBLE,
    torch.float16: onnx.TensorProto.FLOAT16,
    torch.bfloat16: onnx.TensorProto.BFLOAT16,
    torch.uint8: onnx.TensorProto.UINT8,
    torch.int8: onnx.TensorProto.INT8,
    torch.int16: onnx.TensorProto.INT16,
    torch.int32: onnx.TensorProto.INT32,
    torch.int64: onnx.TensorProto.INT64,
    torch.bool: onnx.TensorProto.BOOL,
}


@dataclass(frozen=True)
class Export:
    """A module with its arguments, and how it is exported.

    `script` exports by TorchScript, otherwise torch.export is used. Whatever is drawn while the
    module is made comes from a seed that belongs to the name.
    """

    name: str
    make: Callable[[], tuple[torch.nn.Module, tuple]]
    opset: int | None = None
    script: bool = False
    options: dict = field(default_factory=dict)

    def case(self, kind: str) -> Case:
        return Case(
            kind=kind,
            name=self.name,
            rtol=1e-3,
            atol=1e-7,
            expected_from=f"torch {torch.__version__}, CPU",
            write=partial(_write, self),
        )


class Function(torch.nn.Module):
    """A module of one function."""

    def __init__(self, function: Callable):
        super().__init__()
        self.function = function

    def forward(self, *inputs):
        return self.function(*inputs)


def _write(export: Export, folder: Path) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(zlib.crc32(export.name.encode()))
    with torch.no_grad():
        module, arguments = export.make()
        module.eval()
        outputs = _flat(module(*arguments))
        model = _exported(export, module, arguments)
    inputs = fed_inputs(model.graph)
    for what, declared, given in (
        ("inputs", inputs, arguments),
        ("outputs", model.graph.output, outputs),
    ):
        if len(declared) != len(given):
            raise LeftOut(f"The model has {len(declared)} {what}, the module {len(given)}.")
    write_file(folder, "model.onnx", model.SerializeToString())
    for role, declared, given in (
        ("input", inputs, arguments),
        ("output", model.graph.output, outputs),
    ):
        for k, (value, tensor) in enumerate(zip(declared, given, strict=True)):
            message = _message(tensor, value.name)
            write_file(folder, f"test_data_set_0/{role}_{k}.pb", message.SerializeToString())


def _exported(export: Export, module: torch.nn.Module, arguments: tuple) -> onnx.ModelProto:
    options = dict(export.options)
    if export.opset:
        options["opset_version"] = export.opset
    quiet = io.StringIO()
    try:
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            if not export.script:
                program = torch.onnx.export(
                    module, arguments, dynamo=True, verbose=False, **options
                )
                return program.model_proto
            with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
                torch.onnx.export(module, arguments, file.name, dynamo=False, **options)
                return onnx.load(file.name)
    except Exception as error:
        # torch.export wraps what it met in advice.
        root = error
        while root.__cause__ is not None:
            root = root.__cause__
        sentence = str(root).strip().splitlines()
        raise LeftOut(f"{type(root).__name__}: {sentence[0][:200] if sentence else ''}") from error


def _flat(outputs) -> list[torch.Tensor]:
    if isinstance(outputs, torch.Tensor):
        return [outputs]
    if isinstance(outputs, tuple | list):
        return [tensor for output in outputs for tensor in _flat(output)]
    return [torch.tensor(outputs)]


def _message(tensor: torch.Tensor, name: str) -> onnx.TensorProto:
    tensor = tensor.detach().contiguous()
    message = onnx.TensorProto(name=name, data_type=_TYPES[tensor.dtype], dims=list(tensor.shape))
    # numpy has no bfloat16; its bits are those of an int16.
    bits = tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor
    message.raw_data = bits.numpy().tobytes()
    return message
