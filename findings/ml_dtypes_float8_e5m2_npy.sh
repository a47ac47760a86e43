#!/usr/bin/env bash
# ml_dtypes 0.6.0 makes float8_e5m2 a numpy type of kind 'f', all its other types of kind 'V'. numpy.save
# so writes the type as '<f1', without a word, and numpy.load refuses the file: there is no such type.
# The others come back as raw bytes ('|V1', '|V2') that can be viewed as what they were.
#
# A careful engineer would expect that a file that was saved can be loaded. For an adapter it means: send
# bytes, or a TensorProto, never .npy, for types that numpy lacks.
#
# Seen with: ml_dtypes 0.6.0, numpy 2.4.6, CPython 3.11.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet ml_dtypes==0.6.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import io

import ml_dtypes
import numpy as np

outcomes = {}
for name in ("float8_e5m2", "float8_e4m3fn", "bfloat16", "int4"):
    file = io.BytesIO()
    np.save(file, np.zeros(2, getattr(ml_dtypes, name)))
    file.seek(0)
    try:
        outcomes[name] = str(np.load(file).dtype)
    except ValueError as error:
        outcomes[name] = f"ValueError: {error}"
    print(f"{name}: {outcomes[name]}")
assert [name for name, text in outcomes.items() if "ValueError" in text] == ["float8_e5m2"]
PYTHON
