"""The command: `python -m networks.exports.learned --suite DIR`."""

import argparse
import sys
import warnings
from pathlib import Path

from networks import suite
from provision.errors import ProvisionError

_HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="exports", description="Writes what is learned.")
    parser.add_argument("--suite", type=Path, required=True, help="where the suite lies")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    recipe = tuple(
        _HERE / file for file in ("requirements.txt", "fitted.py", "scikit.py", "boosted.py")
    )
    kinds = [suite.Kind("learned", recipe, _cases)]
    try:
        suite.write_suite(arguments.suite, "exports", kinds, _HERE.parent / "tolerances.toml")
    except ProvisionError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _cases() -> list:
    from .boosted import boosted_cases
    from .scikit import scikit_cases

    return [*scikit_cases(), *boosted_cases()]


sys.exit(main())
