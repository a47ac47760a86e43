"""A program for `cmd:`: it answers each output with the input of its number, unless told otherwise."""

import shutil
import sys
from pathlib import Path

model, inputs, outputs = (Path(word.removeprefix("--out=")) for word in sys.argv[1:4])
if "softmax" in model.parent.name:
    sys.exit("unsupported: No Softmax here.")
for path in inputs.glob("input_*.npy"):
    shutil.copy(path, outputs / path.name.replace("input", "output"))
