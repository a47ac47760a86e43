"""The recipe's fingerprint: the sources of this package and the pinned versions it runs with."""

import hashlib

from .paths import PACKAGE, REQUIREMENTS

# Changes here leave the suite's bytes as they are.
_NOT_THE_RECIPE = {
    "__init__.py",
    "__main__.py",
    "errors.py",
    "paths.py",
    "schemas.py",
    "tripwire.py",
    "verify.py",
}


def stamp() -> str:
    """SHA-256 over each source file that decides the suite's bytes, and the requirements."""
    digest = hashlib.sha256()
    sources = sorted(p for p in PACKAGE.glob("*.py") if p.name not in _NOT_THE_RECIPE)
    for path in [*sources, REQUIREMENTS]:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
