"""Protobuf's wire format, field by field: https://protobuf.dev/programming-guides/encoding"""

from collections.abc import Iterator

from failures import Failure


class Message(dict[int, list]):
    """Field number to its values, in order: integers, or the bytes of anything else."""

    def __init__(self, data: bytes):
        super().__init__()
        if not isinstance(data, bytes):
            raise Failure("load", "The model has a number where a message is expected.")
        for number, value in _fields(data):
            self.setdefault(number, []).append(value)

    def last(self, number: int, default):
        """The last value of a field, as protobuf has it."""
        return self.get(number, [default])[-1]

    def text(self, number: int) -> str:
        return self.last(number, b"").decode()

    def integers(self, number: int) -> list[int]:
        """Those of a repeated field, packed or one by one."""
        found: list[int] = []
        for value in self.get(number, []):
            if isinstance(value, int):
                found.append(value)
                continue
            at = 0
            while at < len(value):
                integer, at = _varint(value, at)
                found.append(integer)
        return found


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        match tag & 7:
            case 0:
                value, at = _varint(data, at)
            case 1:
                value, at = data[at : at + 8], at + 8
            case 2:
                count, at = _varint(data, at)
                value, at = data[at : at + count], at + count
            case 5:
                value, at = data[at : at + 4], at + 4
            case _:
                raise Failure("load", "The model is no protobuf message.")
        if at > len(data):
            raise Failure("load", "The model ends within a field.")
        yield tag >> 3, value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = 0
    for shift in range(0, 64, 7):
        if at == len(data):
            break
        byte, at = data[at], at + 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, at
    raise Failure("load", "The model ends within an integer, or has one of more than 64 bits.")
