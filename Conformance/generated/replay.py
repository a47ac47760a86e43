"""Replays a folder of generated cases with onnx's own loader and runner: no program of ours is asked.

Usage: replay.py FOLDER [--backend onnxruntime|reference] [--ops Conv,MatMul]

Each case is a `TestCase` of `onnx.backend.test.loader`; its data sets are read and its outputs are
compared as onnx's runner does it. Cases of the kind `refused` pass where the model does not load or
does not run. What the backend does not implement is counted apart.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.loader import load_model_tests
from onnx.backend.test.runner import Runner


def backend(name: str):
    if name == "reference":
        from onnx.reference import ReferenceEvaluator

        return lambda path: ReferenceEvaluator(str(path))
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    return lambda path: onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"]
    )


def read(path: Path, declared: onnx.TypeProto):
    match declared.WhichOneof("value"):
        case "sequence_type":
            return numpy_helper.to_list(onnx.SequenceProto.FromString(path.read_bytes()))
        case "optional_type":
            return numpy_helper.to_optional(onnx.OptionalProto.FromString(path.read_bytes()))
        case "map_type":
            return numpy_helper.to_dict(onnx.MapProto.FromString(path.read_bytes()))
        case _:
            return numpy_helper.to_array(onnx.TensorProto.FromString(path.read_bytes()))


def values(folder: Path, role: str, declared) -> list:
    return [read(folder / f"{role}_{k}.pb", value.type) for k, value in enumerate(declared)]


def verdict(case, load, refused: bool) -> str:
    folder = Path(case.model_dir) / "test_data_set_0"
    model = onnx.load(Path(case.model_dir) / "model.onnx")
    inputs = values(folder, "input", model.graph.input)
    try:
        session = load(Path(case.model_dir) / "model.onnx")
        outputs = session.run(None, dict(zip((i.name for i in model.graph.input), inputs)))
    except Exception as error:  # Whatever a backend raises.
        if refused:
            return "pass"
        text = f"{type(error).__name__}: {error}"
        lacks = ("NOT_IMPLEMENTED", "NotImplemented", "No Op registered", "Unsupported")
        return "unsupported" if any(word in text for word in lacks) else "error"
    if refused:
        return "answered"
    expected = values(folder, "output", model.graph.output)
    try:
        Runner.assert_similar_outputs(expected, outputs, case.rtol, case.atol)
    except AssertionError:
        return "differs"
    except (TypeError, ValueError, np.exceptions.DTypePromotionError):
        return "not comparable"
    return "pass"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--backend", choices=("onnxruntime", "reference"), default="onnxruntime")
    parser.add_argument("--ops", default="")
    arguments = parser.parse_args()
    asked = set(filter(None, arguments.ops.split(",")))
    subjects = {
        (case["kind"], case["name"]): case["subject"]
        for case in json.loads((arguments.folder / "manifest.json").read_text())["cases"]
    }
    load = backend(arguments.backend)
    counts: Counter[str] = Counter()
    for kind in sorted({kind for kind, _ in subjects}):
        for case in load_model_tests(str(arguments.folder), kind):
            if asked and subjects.get((kind, case.name)) not in asked:
                continue
            outcome = verdict(case, load, kind == "refused")
            counts[outcome] += 1
            if outcome not in ("pass", "unsupported"):
                print(f"{outcome:14} {kind}/{case.name}")
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
