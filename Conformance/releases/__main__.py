"""Writes the suites of earlier releases: python -m releases [RELEASE…|all] --suites FOLDER"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from provision.errors import ProvisionError
from provision.manifest import read_manifest
from provision.paths import CONFORMANCE, SUITE
from provision.suite import RELEASE

from .cases import packaged, unpacked, unprovisioned
from .environment import environment
from .suite import is_written, write_suite
from .wheel import wheel

RELEASES = (Path(__file__).parent / "releases.txt").read_text().split()


def main() -> int:
    parser = argparse.ArgumentParser(prog="releases", description=__doc__)
    parser.add_argument("release", nargs="+", help="a version from 1.2.1 on, or all")
    parser.add_argument("--suites", type=Path, default=CONFORMANCE / "suites" / "releases")
    parser.add_argument("--archives", type=Path, default=CONFORMANCE / "suites" / ".archives")
    arguments = parser.parse_args()
    wanted = RELEASES if "all" in arguments.release else arguments.release
    for release in wanted:
        if release not in RELEASES:
            print(f"'{release}' is none of {', '.join(RELEASES)}, or all.", file=sys.stderr)
            return 2
    try:
        for release in wanted:
            _provide(release, arguments.suites / release, arguments.archives)
    except ProvisionError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _provide(release: str, suite: Path, archives: Path) -> None:
    if f"onnx {release}" == RELEASE:
        _link(suite)
    elif not is_written(suite, release):
        if _order(release) >= (1, 23, 0):
            python = environment(release)
            search = {**os.environ, "PYTHONPATH": str(CONFORMANCE)}
            command = [str(python), "-m", "releases.built", str(suite)]
            if subprocess.run(command, env=search).returncode != 0:
                raise ProvisionError(f"The cases of onnx {release} can't be built.")
        else:
            with unpacked(wheel(release, archives)) as root:
                write_suite(suite, release, packaged(root), unprovisioned(root))
    manifest = read_manifest(suite)
    missing = len(manifest.get("notProvisioned", []))
    print(
        f"onnx {release}: {manifest['total']} cases"
        + (f", {missing} real models not provisioned" if missing else ""),
        flush=True,
    )


def _link(suite: Path) -> None:
    """The release of the project's own suite, which lies where it always does."""
    if not suite.is_symlink():
        suite.parent.mkdir(parents=True, exist_ok=True)
        suite.symlink_to(os.path.relpath(SUITE, suite.parent))


def _order(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))


sys.exit(main())
