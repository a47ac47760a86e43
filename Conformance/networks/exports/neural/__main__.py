"""The command: `python -m networks.exports.neural --suite DIR`."""

import argparse
import logging
import sys
import warnings
from importlib import import_module
from pathlib import Path

from networks import suite
from provision.errors import ProvisionError

_HERE = Path(__file__).parent
_KINDS = ("operators", "modules", "vision", "language")


def main() -> int:
    parser = argparse.ArgumentParser(prog="exports", description="Writes what torch exports.")
    parser.add_argument("--suite", type=Path, required=True, help="where the suite lies")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    kinds = [suite.Kind(name, _recipe(name), lambda name=name: _cases(name)) for name in _KINDS]
    try:
        suite.write_suite(arguments.suite, "exports", kinds, _HERE.parent / "tolerances.toml")
    except ProvisionError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _recipe(name: str) -> tuple[Path, ...]:
    return tuple(_HERE / file for file in ("requirements.txt", "export.py", f"{name}.py"))


def _cases(kind: str) -> list:
    module = import_module(f"networks.exports.neural.{kind}")
    return [export.case(kind) for export in module.EXPORTS]


sys.exit(main())
