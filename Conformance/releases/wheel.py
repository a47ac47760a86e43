"""A release's wheel, from PyPI or from where it was put before."""

import subprocess
import sys
from pathlib import Path

from provision.errors import ProvisionError

# No release has a wheel for all of them: one that has is as good as another, for the data are the same.
_PYTHONS = ("3.12", "3.10", "3.9", "3.8", "3.7", "3.6")
_PLATFORMS = [
    f"manylinux{name}_x86_64" for name in ("1", "2010", "2014", "_2_17", "_2_26", "_2_27", "_2_28")
]


class WheelError(ProvisionError):
    exit_code = 4


def wheel(release: str, archives: Path) -> Path:
    """The wheel of `onnx==release` in the folder of archives; fetched where it is not there yet."""
    archives.mkdir(parents=True, exist_ok=True)
    if found := sorted(archives.glob(f"onnx-{release}-*.whl")):
        return found[0]
    says = ""
    for python in _PYTHONS:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version", python, "--dest", str(archives)]
        for platform in _PLATFORMS:
            command += ["--platform", platform]
        run = subprocess.run([*command, f"onnx=={release}"], capture_output=True, text=True)
        if run.returncode == 0:
            return sorted(archives.glob(f"onnx-{release}-*.whl"))[0]
        says = run.stderr.strip().splitlines()[-1] if run.stderr.strip() else says
    raise WheelError(f"PyPI gives no wheel of onnx {release}: {says}")
