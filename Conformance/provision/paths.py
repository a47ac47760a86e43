"""Where things are, from this file outwards."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CONFORMANCE = PACKAGE.parent
REQUIREMENTS = CONFORMANCE / "requirements.txt"
SUITE = CONFORMANCE / "suite"
SCHEMAS = CONFORMANCE / "schemas"
TRIPWIRE = CONFORMANCE / "manifests" / "onnx-1.23.2.json"
