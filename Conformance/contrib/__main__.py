"""Writes cases of onnxruntime's own operators: python -m contrib FOLDER [--confirm] [--operators A,B]

Expected values are formulas in double precision, narrowed once. --confirm runs onnxruntime too and
says how far it is off, in shares of the bound that tolerances.toml states; exit code 1 where it is
off by more, or refuses a case that does not say why it is not asked.
"""

import argparse
import shutil
import sys
from pathlib import Path

from .case import all_cases, write
from .confirm import confirm

TOLERANCES = Path(__file__).parent / "tolerances.toml"


def main() -> int:
    parser = argparse.ArgumentParser(prog="contrib", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--confirm", action="store_true", help="hold onnxruntime against them")
    parser.add_argument("--operators", help="only these, with commas between")
    arguments = parser.parse_args()
    wanted = arguments.operators.split(",") if arguments.operators else None
    cases = [c for c in all_cases() if wanted is None or c.operator in wanted]
    arguments.folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TOLERANCES, arguments.folder / "tolerances.toml")
    for case in cases:
        write(case, arguments.folder)
    print(f"{len(cases)} cases of {len({c.operator for c in cases})} operators")
    return confirm(cases) if arguments.confirm else 0


sys.exit(main())
