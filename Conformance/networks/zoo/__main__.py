"""The command: `python -m networks.zoo --suite DIR --archives DIR`."""

import argparse
import logging
import sys
import warnings
from pathlib import Path

from networks import suite
from provision.errors import ProvisionError

_HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="zoo", description="Writes the suite of real models.")
    parser.add_argument("--suite", type=Path, required=True, help="where the suite lies")
    parser.add_argument("--archives", type=Path, required=True, help="where packages are kept")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    try:
        kinds = _kinds(arguments.archives)
        suite.write_suite(arguments.suite, "zoo", kinds, _HERE / "tolerances.toml")
    except ProvisionError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _kinds(archives: Path) -> list[suite.Kind]:
    from . import seeded
    from .archives import fetch
    from .published import published_cases
    from .quantised import derived_cases
    from .trained import trained_cases

    def fetched(cases):
        def fetch_first():
            fetch(archives)
            return cases(archives)

        return fetch_first

    provision = _HERE.parent.parent / "provision"
    own = (_HERE.parent / "running.py", _HERE / "requirements.txt")

    def kind(name: str, cases, *files: str) -> suite.Kind:
        return suite.Kind(name, (*own, *(_HERE / file for file in files)), cases)

    inputs = ("archives.txt", "published.py", "pictures.py", "sounds.py")
    light = (provision / "seeded.py", provision / "weights.py", provision / "real.py")
    return [
        kind("real", fetched(published_cases), *inputs),
        kind("derived", fetched(derived_cases), *inputs, "quantised.py"),
        kind("trained", trained_cases, "trained.py", "trees.py", "text.py"),
        suite.Kind("seeded", (*own, *light), seeded.seeded_networks),
        suite.Kind("light", (*own, *light), seeded.light_networks),
    ]


sys.exit(main())
