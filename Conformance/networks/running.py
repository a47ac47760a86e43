"""A case from a model and its inputs: the expected outputs are onnxruntime's, as it stands."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from provision.cases import write_file
from provision.errors import ProvisionError
from provision.real import fed_inputs
from provision.values import encode

EXPECTED_FROM = (
    f"onnxruntime {onnxruntime.__version__}, CPU, one thread, graph optimisations off"
)
Feeds = dict[str, np.ndarray]


def run(model: bytes, feeds: Feeds) -> list[np.ndarray]:
    """What onnxruntime gives, on one thread and without any optimisation of the graph."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session.run(None, feeds)


def write_case(folder: Path, model: bytes, feeds: Feeds, outputs: list | None = None) -> None:
    """Writes model, inputs and outputs; without outputs, onnxruntime's."""
    graph = onnx.load_model_from_string(model).graph
    declared = fed_inputs(graph)
    if {value.name for value in declared} != set(feeds):
        raise ProvisionError(
            f"The model takes {[value.name for value in declared]}, but the recipe draws "
            f"{sorted(feeds)}."
        )
    if outputs is None:
        outputs = run(model, feeds)
    write_file(folder, "model.onnx", model)
    for k, value in enumerate(declared):
        write_file(folder, f"test_data_set_0/input_{k}.pb", encode(feeds[value.name], value))
    for k, (output, value) in enumerate(zip(outputs, graph.output, strict=True)):
        write_file(folder, f"test_data_set_0/output_{k}.pb", encode(output, value))


def generator(name: str) -> np.random.Generator:
    """The stream of random numbers that belongs to a name."""
    return np.random.Generator(np.random.PCG64(list(name.encode())))
