"""A case before it is on disk."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

OFFICIAL_KINDS = ("node", "pytorch-converted", "pytorch-operator", "real", "simple")
KINDS = (*OFFICIAL_KINDS, "seeded", "unshipped")


@dataclass(frozen=True)
class Case:
    """One case: its identity, how it is judged, and a function that writes its folder."""

    kind: str
    name: str
    rtol: float
    atol: float
    expected_from: str
    write: Callable[[Path], None]
    subject: str | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.name}"


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Writes one file of a case, with the folder that holds it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
