"""Says which tools take a model and not what `wonnx-conform optimize` writes of it."""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnx
import onnxruntime


def check(path: Path) -> None:
    onnx.checker.check_model(str(path), full_check=True)


def load(path: Path) -> None:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


TOOLS = {"onnx.checker": check, "onnxruntime": load}


def complaint(tool: str, path: Path) -> str | None:
    try:
        TOOLS[tool](path)
    except Exception as error:  # Each tool has its own.
        return " ".join(str(error).split())[:200]
    return None


def models(places: list[str]) -> list[Path]:
    found: list[Path] = []
    for place in map(Path, places):
        found += [place] if place.is_file() else sorted(place.rglob("*.onnx"))
    return found


def judge(program: str, model: Path, folder: Path) -> tuple[Counter[str], list[str]]:
    """What became of one model, and the lines to print of it."""
    written = Path(tempfile.mkdtemp(dir=folder)) / "model.onnx"
    run = subprocess.run(
        [program, "optimize", str(model), "-o", str(written)], capture_output=True, text=True
    )
    if run.returncode != 0:
        return Counter(refused=1), [f"refused  {model.parent.name}: {run.stderr.strip()[:200]}"]
    counts: Counter[str] = Counter(written=1)
    lines = []
    for tool in TOOLS:
        if complaint(tool, model) is not None:
            continue
        counts[f"{tool} takes the original"] += 1
        if (error := complaint(tool, written)) is None:
            counts[f"{tool} takes the result"] += 1
        else:
            lines.append(f"{tool}  {model.parent.name}: {error}")
    written.unlink()
    return counts, lines


def main() -> int:
    program, *places = sys.argv[1:]
    print(
        "Written by Conformance/written/check.sh with "
        f"onnx {onnx.__version__} and onnxruntime {onnxruntime.__version__}."
    )
    total: Counter[str] = Counter()
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for counts, lines in pool.map(
                lambda model: judge(program, model, Path(name)), models(places)
            ):
                total += counts
                failures += sum(not line.startswith("refused") for line in lines)
                for line in lines:
                    print(line, flush=True)
    for what, count in sorted(total.items()):
        print(f"{count:5} {what}")
    if not total:
        print("There is no model.", file=sys.stderr)
    return 0 if total and failures == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
