"""Writes a suite of one case whose model keeps a tensor in a folder beside it: external.py FOLDER."""

import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper

case = Path(sys.argv[1]) / "simple" / "test_external"
data = case / "test_data_set_0"
data.mkdir(parents=True)
(case / "weights").mkdir()
weight = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[2])
weight.data_location = TensorProto.EXTERNAL
for key, value in (("location", "weights/w.bin"), ("offset", "4"), ("length", "8")):
    weight.external_data.add(key=key, value=value)
(case / "weights" / "w.bin").write_bytes(np.array([9, 0.5, 0.25], "<f4").tobytes())
x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [2]) for name in "xy")
graph = helper.make_graph([helper.make_node("Add", ["x", "w"], ["y"])], "g", [x], [y], [weight])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
(case / "model.onnx").write_bytes(model.SerializeToString())
for name, values in (("input_0", [1, 2]), ("output_0", [1.5, 2.25])):
    tensor = numpy_helper.from_array(np.array(values, np.float32))
    (data / f"{name}.pb").write_bytes(tensor.SerializeToString())
