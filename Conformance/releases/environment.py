"""An environment with one release of onnx, and the packages that its generators read."""

import subprocess
import sys
from pathlib import Path

from provision.errors import ProvisionError
from provision.paths import CONFORMANCE, REQUIREMENTS


def environment(release: str) -> Path:
    """Its Python; made where it is not there yet."""
    folder = CONFORMANCE / f".venv-onnx-{release}"
    python = folder / "bin" / "python"
    if (folder / ".complete").exists():
        return python
    wanted = [
        f"onnx=={release}" if line.startswith("onnx==") else line
        for line in REQUIREMENTS.read_text().split()
        if not line.startswith("onnxruntime")
    ]
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", *wanted],
    ):
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 0:
            raise ProvisionError(f"{folder} can't be made: {run.stderr.strip()[-300:]}")
    (folder / ".complete").touch()
    return python
