"""Kind `seeded`: five light models with real arithmetic in them.

A light model's weights are constants and its expected output holds one value, which proves loading
but no arithmetic. Here every weight is a seeded random value; expected outputs are onnxruntime's,
with its optimisations off.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

from .cases import Case, write_file
from .errors import ProvisionError
from .real import fed_inputs, light_models
from .weights import Recipe, with_seeded_weights

# DenseNet-121 ends without a softmax.
RECIPES = {
    "test_densenet121": Recipe(seed=121, logit_gain=0.4, logit_offset=6),
    "test_inception_v2": Recipe(seed=2, logit_gain=0.3),
    "test_resnet50": Recipe(seed=50, logit_gain=5),
    "test_shufflenet": Recipe(seed=7, logit_gain=0.05),
    "test_squeezenet": Recipe(seed=11, logit_gain=0.5, logit_offset=3),
}
LEAST_DISTINCT_VALUES = 900


def seeded_cases() -> Iterator[Case]:
    models = light_models()
    for name, recipe in RECIPES.items():
        yield Case(
            kind="seeded",
            name=name,
            rtol=1e-3,
            atol=1e-7,
            expected_from=f"onnxruntime {onnxruntime.__version__}, CPU, graph optimisations off",
            write=partial(_write, models[name], recipe),
        )


def _write(source: Path, recipe: Recipe, folder: Path) -> None:
    model = with_seeded_weights(onnx.load(source), recipe)
    generator = np.random.Generator(np.random.PCG64(recipe.seed))
    feeds = {}
    for declared in fed_inputs(model.graph):
        shape = [extent.dim_value for extent in declared.type.tensor_type.shape.dim]
        feeds[declared.name] = generator.random(shape, dtype=np.float32) * 2 - 1
    content = model.SerializeToString()
    outputs = _run(content, feeds)
    for declared, output in zip(model.graph.output, outputs, strict=True):
        _check(source.stem, declared.name, output)

    write_file(folder, "model.onnx", content)
    for role, named in (
        ("input", feeds.items()),
        ("output", zip((o.name for o in model.graph.output), outputs, strict=True)),
    ):
        for k, (name, value) in enumerate(named):
            message = numpy_helper.from_array(value, name).SerializeToString()
            write_file(folder, f"test_data_set_0/{role}_{k}.pb", message)


def _run(content: bytes, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    return session.run(None, feeds)


def _check(model: str, name: str, output: np.ndarray) -> None:
    distinct = len(np.unique(output))
    if not np.isfinite(output).all() or distinct < LEAST_DISTINCT_VALUES:
        raise ProvisionError(
            f"seeded {model}: output '{name}' holds {distinct} distinct values, "
            f"expected at least {LEAST_DISTINCT_VALUES}, all finite."
        )
