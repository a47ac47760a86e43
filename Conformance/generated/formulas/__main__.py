"""A column of formulas: what the specification says of an operator, in numpy's doubles and Python's integers.

Of operators with element types that no other runtime has. Started by `wonnx-conform --runtime
formulas=exec:…`; what it doesn't know it calls unsupported. Models of one node.
"""

import wonnx_adapter

wonnx_adapter.protect()

import elements  # noqa: E402
import learned  # noqa: E402
import moves  # noqa: E402
import numpy as np  # noqa: E402
import onnx  # noqa: E402
import products  # noqa: E402
import windows  # noqa: E402
from wonnx_adapter.models import output_types, typed  # noqa: E402

FORMULAS = {
    name: formula
    for module in (moves, elements, products, windows, learned)
    for name, formula in module.FORMULAS.items()
}
OPERATORS: dict[str, list[str]] = {}
for title in FORMULAS:
    domain, _, operator = title.rpartition(".")
    OPERATORS.setdefault(domain or "ai.onnx", []).append(operator)


class Model:
    """The node, what it is given by the model, and what it has to give."""

    def __init__(self, path: str):
        model = onnx.load(path)
        (self.node,) = model.graph.node
        domain = self.node.domain or "ai.onnx"
        name = self.node.op_type if domain == "ai.onnx" else f"{domain}.{self.node.op_type}"
        if name not in FORMULAS:
            title = f"{domain}:{self.node.op_type}"
            raise wonnx_adapter.Unsupported("there is no formula", operator=title)
        self.formula = FORMULAS[name]
        self.types = output_types(model)
        self.opset = next(o.version for o in model.opset_import if o.domain == self.node.domain)
        self.held = {t.name: onnx.numpy_helper.to_array(t) for t in model.graph.initializer}
        self.attributes = {a.name: _value(a) for a in self.node.attribute}


def _value(attribute: onnx.AttributeProto):
    value = onnx.helper.get_attribute_value(attribute)
    if attribute.type == onnx.AttributeProto.STRING:
        return value.decode()
    if attribute.type == onnx.AttributeProto.STRINGS:
        return [text.decode() for text in value]
    return onnx.numpy_helper.to_array(value) if attribute.type == onnx.AttributeProto.TENSOR else value


def _run(model: Model, inputs: wonnx_adapter.Inputs) -> dict:
    given = [{**model.held, **inputs}.get(name) for name in model.node.input]
    results = model.formula(model, *given)
    results = results if isinstance(results, tuple) else (results,)
    named = dict(zip(model.node.output, results, strict=False))
    return {name: typed(declared, named[name]) for name, declared in model.types.items()}


wonnx_adapter.serve(
    name="formulas",
    version=f"numpy {np.__version__}",
    features=["control-flow", "maps", "optionals", "sequences", "strings"],
    domains={"ai.onnx": (1, 28), "ai.onnx.ml": (1, 5), "ai.onnx.preview.training": (1, 1),
             "com.microsoft": (1, 1)},
    operators=OPERATORS,
    prepare=Model,
    run=_run,
)  # fmt: skip
