"""A column of onnxruntime's kernels in float32, for element types of 16 bits that it has no kernel for.

A model's bfloat16 and float16 are written as float32, which holds their numbers; what comes out is
rounded to their type once. Of integers that ai.onnx.ml takes for its models of floats likewise. Started
by `wonnx-conform --runtime widened=exec:…`; a model without such a type it calls unsupported.
"""

import wonnx_adapter

wonnx_adapter.protect()

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
from onnx import TensorProto, numpy_helper  # noqa: E402
from wonnx_adapter.models import output_types, typed  # noqa: E402

HALVES = {TensorProto.FLOAT16, TensorProto.BFLOAT16}
# What these take apart from floats, they compare and multiply as floats.
LEARNED = {"TreeEnsembleRegressor"}
INTEGERS = {TensorProto.INT32, TensorProto.INT64}


class Model:
    def __init__(self, path: str):
        model = onnx.load(path)
        self.types = output_types(model)
        self.wide = HALVES | (INTEGERS if model.graph.node[0].op_type in LEARNED else set())
        infos = [*model.graph.input, *model.graph.output]
        count = sum(self._widen(info.type.tensor_type) for info in infos)
        for held in model.graph.initializer:
            if held.data_type in self.wide:
                held.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(held).astype(np.float32), held.name))
                count += 1
        if count == 0:
            raise wonnx_adapter.Unsupported("nothing to widen")
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = 3
        try:
            self.session = onnxruntime.InferenceSession(
                model.SerializeToString(), settings, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has its own types for each refusal.
            raise wonnx_adapter.Unsupported(str(error)) from None
        self.given = {info.name: info.type for info in self.session.get_inputs()}

    def _widen(self, declared) -> int:
        if declared.elem_type not in self.wide:
            return 0
        declared.elem_type = TensorProto.FLOAT
        return 1


def _run(model: Model, inputs: wonnx_adapter.Inputs) -> dict:
    fed = {
        name: value.astype(np.float32) if model.given[name] == "tensor(float)" else value
        for name, value in inputs.items()
    }
    results = model.session.run(list(model.types), fed)
    outputs = {}
    for (name, declared), value in zip(model.types.items(), results, strict=True):
        element = wonnx_adapter.ELEMENTS.get(declared.removeprefix("tensor(").removesuffix(")"))
        outputs[name] = typed(declared, value if element is None else value.astype(element.dtype))
    return outputs


wonnx_adapter.serve(
    name="widened",
    version=f"onnxruntime {onnxruntime.__version__} in float32",
    domains={"ai.onnx": (7, 28), "ai.onnx.ml": (1, 5), "com.microsoft": (1, 1)},
    prepare=Model,
    run=_run,
)
