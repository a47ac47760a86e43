"""wonnx-conform as onnx's `Backend`: `onnx.backend.test.BackendTest(backend, __name__)`.

Devices are spelled as `onnx.backend.base.Device` spells them, TYPE or TYPE:NUMBER: `CPU`, `VULKAN`,
`VULKAN:1`, each with `+OPT` for the optimised graph. onnx's own runner knows no types but `CPU`, its
word for the default, and `CUDA`: `on("VULKAN")` is the backend whose default is another device.
"""

from typing import Any

import onnx
from onnx import helper
from onnx.backend.base import Backend, BackendRep
from wonnx_adapter import Typed
from wonnx_adapter.models import type_text
from wonnx_adapter.values import type_of

from .program import NoProgram
from .server import Crash, server
from .session import Session


class WonnxRep(BackendRep):
    """A model that is ready to run."""

    def __init__(self, model: onnx.ModelProto, device: str):
        held = {each.name for each in model.graph.initializer}
        held |= {each.values.name for each in model.graph.sparse_initializer}
        self._all = [given.name for given in model.graph.input]
        self._required = [name for name in self._all if name not in held]
        self._model = model
        self._session = Session(model, device)

    def run(self, inputs: Any, **kwargs: Any) -> tuple[Any, ...]:
        """`inputs` is a dictionary by name, or a sequence in the graph's order, in which inputs that
        are initializers may be left out."""
        if not isinstance(inputs, dict):
            names = self._required if len(inputs) == len(self._required) else self._all
            inputs = dict(zip(names, inputs, strict=False))
        return tuple(self._session.run(None, typed_feeds(self._model, inputs)))


def typed_feeds(model: onnx.ModelProto, feeds: dict[str, Any]) -> dict[str, Any]:
    """Values for `Session.run` whose types, where they may not show, are those that a model declares."""
    declared = {given.name: type_text(given.type) for given in model.graph.input}

    def typed(name: str, value: Any) -> Any:
        form = declared.get(name, "").partition("(")[0]
        hides = form in ("seq", "optional", "map") and not isinstance(value, Typed)
        return Typed(declared[name], value) if hides else value

    return {name: typed(name, value) for name, value in feeds.items()}


class WonnxBackend(Backend):
    """Runs models in a process that starts when it is first needed and ends with Python."""

    default = "CPU"

    @classmethod
    def supports_device(cls, device: str) -> bool:
        """Whether a process for it starts: there is a program, and a device."""
        try:
            return bool(server(cls._named(device)).profile)
        except (Crash, NoProgram):
            return False

    @classmethod
    def is_compatible(cls, model: onnx.ModelProto, device: str = "CPU", **kwargs: Any) -> bool:
        """Whether the domains that the model's nodes are in are known at its opsets. What is missing
        inside of them, `prepare` says."""
        domains = server(cls._named(device)).profile["domains"]
        own = {function.domain for function in model.functions}
        used = {node.domain or "ai.onnx" for node in model.graph.node} - own
        for entry in model.opset_import:
            domain = entry.domain or "ai.onnx"
            first, last = domains.get(domain, (1, 0))
            if domain in used and not first <= entry.version <= last:
                return False
        return True

    @classmethod
    def prepare(cls, model: onnx.ModelProto, device: str = "CPU", **kwargs: Any) -> WonnxRep:
        return WonnxRep(model, cls._named(device))

    @classmethod
    def run_node(
        cls,
        node: onnx.NodeProto,
        inputs: Any,
        device: str = "CPU",
        outputs_info: Any = None,
        **kwargs: Any,
    ) -> tuple[Any, ...]:
        """`opset_version` is that of the node's domain, by default the newest that onnx knows."""
        names = list(dict.fromkeys(name for name in node.input if name))
        if len(names) != len(inputs):
            raise ValueError(f"{node.op_type} has {len(names)} inputs, {len(inputs)} are given.")
        given = [
            helper.make_value_info(name, _type(type_of(value)))
            for name, value in zip(names, inputs, strict=True)
        ]
        results = [onnx.ValueInfoProto(name=name) for name in node.output if name]
        newest = onnx.defs.onnx_ml_opset_version if node.domain else onnx.defs.onnx_opset_version
        opset = helper.make_opsetid(node.domain, kwargs.get("opset_version") or newest())
        graph = helper.make_graph([node], node.op_type, given, results)
        model = helper.make_model(graph, opset_imports=[opset])
        return cls.run_model(model, inputs, device)

    @classmethod
    def _named(cls, device: str) -> str:
        return cls.default if device == "CPU" else device


def on(device: str) -> type[WonnxBackend]:
    """The backend of which `CPU`, onnx's word for the default, is this device."""
    return type("WonnxBackend", (WonnxBackend,), {"default": device, "__module__": __name__})


def _type(text: str) -> onnx.TypeProto:
    """`seq(tensor(float))` as a message, without shapes."""
    form, _, rest = text.partition("(")
    held = rest[:-1]
    match form:
        case "seq":
            return helper.make_sequence_type_proto(_type(held))
        case "optional":
            return helper.make_optional_type_proto(_type(held))
        case "map":
            key, value = held.split(",", 1)
            return helper.make_map_type_proto(_element(key), _type(value))
        case "sparse_tensor":
            return helper.make_sparse_tensor_type_proto(_element(held), None)
        case _:
            return helper.make_tensor_type_proto(_element(held), None)


def _element(name: str) -> int:
    return onnx.TensorProto.DataType.Value(name.upper())


supports_device = WonnxBackend.supports_device
is_compatible = WonnxBackend.is_compatible
prepare = WonnxBackend.prepare
run_model = WonnxBackend.run_model
run_node = WonnxBackend.run_node
