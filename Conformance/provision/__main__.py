"""The command: `python -m provision [--suite DIR] [--check | --verify | --repair | --record]`, or
`python -m provision schemas`."""

import argparse
import sys
import time
from pathlib import Path

from .errors import ProvisionError, SuiteError
from .manifest import read_manifest
from .paths import SCHEMAS, SUITE, TRIPWIRE
from .suite import is_complete, provision
from .tripwire import check_tripwire, write_tripwire
from .verify import verify


def main() -> int:
    arguments = _arguments()
    try:
        match arguments.what:
            case "suite":
                return _suite(arguments)
            case "schemas":
                return _schemas(arguments.schemas)
    except ProvisionError as error:
        print(error, file=sys.stderr)
        return error.exit_code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="provision", description="Writes the ONNX backend suite and its manifest."
    )
    parser.add_argument("what", nargs="?", choices=["suite", "schemas"], default="suite")
    parser.add_argument("--suite", type=Path, default=SUITE, help="where the suite lies")
    parser.add_argument("--schemas", type=Path, default=SCHEMAS, help="where the schemas lie")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--check", action="store_true", help="exit 1 if there is something to write")
    modes.add_argument("--verify", action="store_true", help="compare every digest as well")
    modes.add_argument("--repair", action="store_true", help="write cases with other digests again")
    modes.add_argument("--record", action="store_true", help="renew the committed list of names")
    return parser.parse_args()


def _suite(arguments: argparse.Namespace) -> int:
    suite = arguments.suite
    if arguments.check:
        return 0 if is_complete(suite) else 1
    if arguments.verify:
        manifest = read_manifest(suite)
        if manifest is None:
            raise SuiteError(f"{suite} holds no manifest yet.")
        verify(suite, manifest)
        check_tripwire(TRIPWIRE, manifest)
        print(f"{manifest['total']} cases in {suite} are as recorded")
        return 0
    start = time.monotonic()
    manifest = provision(suite, progress=print, repairing=arguments.repair)
    if arguments.record:
        write_tripwire(TRIPWIRE, manifest)
    check_tripwire(TRIPWIRE, manifest)
    print(f"{manifest['total']} cases in {suite} ({time.monotonic() - start:.1f} s)")
    return 0


def _schemas(folder: Path) -> int:
    from .contrib import export_contrib_schemas
    from .schemas import export_schemas
    from .types import export_types

    for domain, count in sorted((export_schemas(folder) | export_contrib_schemas(folder)).items()):
        print(f"{folder / domain}.json: {count} operator versions")
    types = folder / "element-types.json"
    print(f"{types}: {export_types(types)} element types")
    return 0


sys.exit(main())
