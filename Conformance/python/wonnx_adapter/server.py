"""The adapter's side: reads requests, calls the functions, writes replies."""

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from .errors import Failure, ProtocolError, Unsupported
from .transports import TRANSPORTS, IncomingFile, IncomingInline, OutgoingFile, OutgoingInline
from .types import ELEMENTS
from .values import decode, described_type, encode, member

PROTOCOL = 1
_streams: tuple[BinaryIO, BinaryIO] | None = None


class Inputs(dict):
    """Input name to value; `types` has each one's type in ONNX's spelling."""

    def __init__(self):
        super().__init__()
        self.types: dict[str, str] = {}


@dataclass
class Result:
    """What `run` may return in place of its outputs alone."""

    outputs: Mapping[str, Any]
    placements: list[dict[str, str]] = field(default_factory=list)
    device_seconds: float | None = None
    memory_bytes: int | None = None


def protect() -> tuple[BinaryIO, BinaryIO]:
    """Keeps the two pipes to itself: whatever else is printed goes to standard error, and nobody
    else reads requests. Done once; libraries that print belong after it."""
    global _streams
    if _streams is None:
        sys.stdout.flush()
        requests = os.fdopen(os.dup(0), "rb")
        replies = os.fdopen(os.dup(1), "wb")
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        _streams = (requests, replies)
    return _streams


def serve(
    *,
    name: str,
    run: Callable[[Any, Inputs], Mapping[str, Any] | Result],
    start: Callable[[], None] = lambda: None,
    prepare: Callable[[str], Any] = lambda path: path,
    release: Callable[[Any], None] = lambda prepared: None,
    version: str = "unknown",
    homepage: str | None = None,
    issues: str | None = None,
    domains: Mapping[str, tuple[int, int]] | None = None,
    types: Iterable[str] = tuple(ELEMENTS),
    features: Iterable[str] = (),
    operators: Mapping[str, Iterable[str]] | None = None,
    lacks: Iterable[Mapping[str, str]] = (),
    deterministic: bool = True,
    device: str | None = None,
    details: Mapping[str, str] | None = None,
    raw: bool = False,
) -> None:
    """Answers requests until the host says stop or goes away.

    - `start()`: raises where the runtime can't be had, such as `Failure("start", …)`.
    - `prepare(path)`: what `run` gets, by default the path itself.
    - `run(prepared, inputs)`: output name to value, in the graph's order.
    - `domains` to `lacks`: the profile, see PROTOCOL.md.
    - `raw`: types that numpy lacks come as `RawTensor` even where ml_dtypes is there.
    """
    profile = {
        "name": name,
        "version": version,
        "homepage": homepage,
        "issues": issues,
        "domains": {key: list(span) for key, span in (domains or {"ai.onnx": (1, 1 << 30)}).items()},
        "types": sorted(types),
        "features": sorted(features),
        "operators": operators and {key: sorted(names) for key, names in operators.items()},
        "lacks": [dict(lack) for lack in lacks],
        "deterministic": deterministic,
        "device": device,
        "details": dict(details or {}),
    }
    profile = {key: value for key, value in profile.items() if value not in (None, [], {})}
    # A library that wants no types or features still says so.
    profile = {"types": [], "features": [], **profile}
    _Server(profile, start, prepare, run, release, raw, *protect()).serve()


class _Server:
    def __init__(self, profile, start, prepare, run, release, raw, requests, replies):
        self._profile = profile
        self._begin = start
        self._prepare = prepare
        self._run = run
        self._release = release
        self._raw = raw
        self._requests = requests
        self._replies = replies
        self._transport: str | None = None
        self._scratch: Path | None = None
        self._received: tempfile.TemporaryDirectory | None = None
        self._prepared: dict[int, Any] = {}
        self._last = 0

    def serve(self) -> None:
        while line := self._requests.readline():
            request = json.loads(line)
            payload = self._requests.read(request.get("payload", 0))
            reply, outgoing = self._answer(request, payload)
            data = outgoing.payload() if outgoing else b""
            if data:
                reply["payload"] = len(data)
            self._replies.write(json.dumps({"seq": request["seq"], **reply}).encode() + b"\n" + data)
            self._replies.flush()
            if request["command"] == "stop":
                return

    def _answer(self, request: dict[str, Any], payload: bytes):
        phase = {"start": "start", "prepare": "load", "run": "run"}.get(request["command"], "protocol")
        try:
            match request["command"]:
                case "start":
                    return self._start(request), None
                case "prepare":
                    return self._prepare_model(request, payload), None
                case "run":
                    return self._run_model(request, payload)
                case "release":
                    self._release(self._prepared.pop(self._handle(request)))
                    return {}, None
                case "stop":
                    return {}, None
                case other:
                    raise Failure("protocol", f"'{other}' is no command of protocol {PROTOCOL}.")
        except Unsupported as why:
            operator = why.operator
            if operator and ":" not in operator:
                operator = f"ai.onnx:{operator}"
            said = {"operator": operator, "reason": why.reason or "unsupported", "issue": why.issue}
            return {"unsupported": {key: text for key, text in said.items() if text}}, None
        except Failure as failure:
            return _error(failure.phase, failure.message), None
        except ProtocolError as error:
            return _error("protocol", str(error)), None
        except KeyboardInterrupt:
            raise
        except MemoryError as error:
            return _error("memory", str(error) or "memory is used up"), None
        except BaseException as error:
            # Bindings to other languages raise panics that are no Exception.
            traceback.print_exc()
            return _error(phase, str(error) or type(error).__name__), None

    def _start(self, request: dict[str, Any]) -> dict[str, Any]:
        spoken = member(request, "protocol", int)
        if spoken != PROTOCOL:
            raise Failure("protocol", f"This adapter speaks protocol {PROTOCOL}, not {spoken}.")
        offered = member(request, "transports", list)
        if "file" in offered:
            self._scratch = Path(member(request, "scratch", str))
        self._transport = next((each for each in offered if self._can_use(each)), None)
        if self._transport is None:
            raise Failure("protocol", f"None of {offered} is a transport that can be used here.")
        self._begin()
        return {"protocol": PROTOCOL, **self._profile, "transport": self._transport}

    def _can_use(self, transport: str) -> bool:
        # A folder on another machine, or of another user, is of no use.
        is_file = transport == "file"
        return transport in TRANSPORTS and (
            not is_file or os.access(self._scratch, os.R_OK | os.W_OK | os.X_OK)
        )

    def _prepare_model(self, request: dict[str, Any], payload: bytes) -> dict[str, Any]:
        model = member(request, "model", dict)
        path = model["path"] if "path" in model else self._store(model, payload)
        prepared = self._prepare(path)
        self._last += 1
        self._prepared[self._last] = prepared
        return {"handle": self._last}

    def _store(self, model: dict[str, Any], payload: bytes) -> str:
        """Writes a model that came inline, with its external data beside it."""
        if self._received is None:
            self._received = tempfile.TemporaryDirectory(prefix="wonnx-adapter-")
        folder = Path(self._received.name) / str(self._last + 1)
        folder.mkdir(exist_ok=True)
        incoming = IncomingInline(payload)
        path = folder / "model.onnx"
        path.write_bytes(incoming.get(model))
        for external in model.get("external", []):
            name = Path(member(external, "name", str))
            if name.is_absolute() or ".." in name.parts:
                raise ProtocolError(f"'{name}' lies outside of the model's folder.")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(incoming.get(external))
        incoming.finish()
        return str(path)

    def _run_model(self, request: dict[str, Any], payload: bytes):
        prepared = self._prepared[self._handle(request)]
        is_file = self._transport == "file"
        incoming = IncomingFile(self._scratch) if is_file else IncomingInline(payload)
        inputs = Inputs()
        for given in member(request, "inputs", list):
            value = member(given, "value", dict)
            inputs[given["name"]] = decode(value, incoming, self._raw)
            inputs.types[given["name"]] = described_type(value)
        if not is_file:
            incoming.finish()
        result = self._run(prepared, inputs)
        if not isinstance(result, Result):
            result = Result(result)
        outgoing = OutgoingFile(self._scratch, "out.bin") if is_file else OutgoingInline()
        reply: dict[str, Any] = {
            "outputs": [
                {"name": name, "value": encode(value, outgoing)}
                for name, value in result.outputs.items()
            ]
        }
        if result.placements:
            reply["placements"] = result.placements
        if result.device_seconds is not None:
            reply["deviceSeconds"] = result.device_seconds
        if result.memory_bytes is not None:
            reply["memoryBytes"] = result.memory_bytes
        return reply, outgoing

    def _handle(self, request: dict[str, Any]) -> int:
        handle = member(request, "handle", int)
        if handle not in self._prepared:
            raise ProtocolError(f"{handle} is no handle that is in use.")
        return handle


def _error(phase: str, message: str) -> dict[str, Any]:
    return {"error": {"phase": phase, "message": message}}
