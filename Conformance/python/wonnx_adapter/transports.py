"""Where tensors' bytes travel: in a scratch file, or behind the line that describes them.

Both sides use these: `Outgoing` collects what a message refers to, `Incoming` looks it up.
"""

import os
import re
import stat
from pathlib import Path
from typing import Any, BinaryIO

from .errors import ProtocolError
from .values import member

TRANSPORTS = ("file", "inline")
_ALIGNMENT = 64
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


class OutgoingFile:
    """Writes one file of the scratch folder anew for each message, from its beginning.

    It is never cut: some file systems write a file that was cut to nothing to the disk at once.
    """

    def __init__(self, scratch: Path, name: str):
        self._path = scratch / name
        self._file: BinaryIO | None = None
        self._end = 0

    def put(self, data: bytes) -> dict[str, Any]:
        if self._file is None:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            self._file = os.fdopen(handle, "wb")
        offset = -(-self._end // _ALIGNMENT) * _ALIGNMENT
        self._file.seek(offset)
        self._file.write(data)
        self._end = offset + len(data)
        return {"file": self._path.name, "offset": offset, "bytes": len(data)}

    def payload(self) -> bytes:
        if self._file is not None:
            self._file.close()
            self._file = None
        self._end = 0
        return b""


class OutgoingInline:
    """Keeps the bytes to follow the line."""

    def __init__(self):
        self._parts: list[bytes] = []

    def put(self, data: bytes) -> dict[str, Any]:
        self._parts.append(data)
        return {"bytes": len(data)}

    def payload(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


class IncomingFile:
    """Reads regular files of the scratch folder and nothing else."""

    def __init__(self, scratch: Path):
        self._scratch = scratch

    def get(self, descriptor: dict[str, Any]) -> bytes:
        name = member(descriptor, "file", str)
        offset = member(descriptor, "offset", int)
        count = member(descriptor, "bytes", int)
        if not _NAME.fullmatch(name):
            raise ProtocolError(f"'{name}' is no name of a file in the scratch folder.")
        if offset < 0 or count < 0:
            raise ProtocolError(f"{count} bytes from {offset} on are no part of a file.")
        if count == 0:
            return b""
        try:
            handle = os.open(self._scratch / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise ProtocolError(f"'{name}' can't be opened: {error.strerror}.") from None
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ProtocolError(f"'{name}' is no regular file.")
            file.seek(offset)
            data = file.read(count)
        if len(data) != count:
            raise ProtocolError(f"'{name}' ends before byte {offset + count}.")
        return data


class IncomingInline:
    """Hands out a message's payload in order of appearance."""

    def __init__(self, payload: bytes):
        self._payload = payload
        self._next = 0

    def get(self, descriptor: dict[str, Any]) -> bytes:
        count = member(descriptor, "bytes", int)
        end = self._next + count
        if count < 0 or end > len(self._payload):
            raise ProtocolError(
                f"The message's payload has {len(self._payload)} bytes, its tensors take more."
            )
        data = self._payload[self._next : end]
        self._next = end
        return data

    def finish(self) -> None:
        if self._next != len(self._payload):
            raise ProtocolError(
                f"The message's payload has {len(self._payload)} bytes, "
                f"its tensors take {self._next}."
            )
