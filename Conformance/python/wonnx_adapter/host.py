"""The host's side in Python: starts an adapter and asks it. `wonnx-conform` has its own; this one
serves tests, and people who write an adapter."""

import json
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .errors import ProtocolError
from .transports import TRANSPORTS, IncomingFile, IncomingInline, OutgoingFile, OutgoingInline
from .values import decode, encode, member

LONGEST_LINE = 64 << 20
LARGEST_PAYLOAD = 4 << 30
_CHUNK = 1 << 16


class Died(Exception):
    """The adapter's process ended while an answer was due; `how` is a signal or an exit code."""

    def __init__(self, how: str, said: str):
        super().__init__(f"The adapter ended ({how}). Its last words: {said or 'none'}")
        self.how = how


class TimedOut(Exception):
    """No answer within the time."""


class Adapter:
    """One adapter's process. After an exception that is no reply, it is closed and started anew."""

    def __init__(
        self,
        command: Sequence[str],
        transports: Sequence[str] = TRANSPORTS,
        timeout: float = 60,
        watch: Callable[[str, dict], None] = lambda direction, message: None,
    ):
        self._timeout = timeout
        self._watch = watch
        self._folder = tempfile.TemporaryDirectory(prefix="wonnx-host-")
        self.scratch = Path(self._folder.name) / "scratch"
        self.scratch.mkdir()
        self._errors = open(Path(self._folder.name) / "stderr", "w+b")
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
            bufsize=0,
        )
        os.set_blocking(self._process.stdout.fileno(), False)
        os.set_blocking(self._process.stdin.fileno(), False)
        self._pending = bytearray()
        self._seq = 0
        self.transport = transports[0]
        try:
            request = {"command": "start", "protocol": 1, "transports": list(transports)}
            if "file" in transports:
                request["scratch"] = str(self.scratch)
            self.profile = self.ask(request)[0]
            if "error" in self.profile:
                raise ProtocolError(self.profile["error"]["message"])
            self.transport = member(self.profile, "transport", str)
            if self.transport not in transports:
                raise ProtocolError(f"'{self.transport}' was not among the transports offered.")
        except BaseException:
            self.close()
            raise

    def prepare(
        self, path: Path, timeout: float | None = None, externals: Sequence[str] = ()
    ) -> dict[str, Any]:
        """The reply to `prepare`; inline, the model goes along with the files beside it."""
        if self.transport == "file":
            return self.ask({"command": "prepare", "model": {"path": str(path)}}, b"", timeout)[0]
        data = path.read_bytes()
        model: dict[str, Any] = {"bytes": len(data)}
        for name in externals:
            beside = (path.parent / name).read_bytes()
            model.setdefault("external", []).append({"name": name, "bytes": len(beside)})
            data += beside
        return self.ask({"command": "prepare", "model": model}, data, timeout)[0]

    def run(self, handle: int, inputs: dict[str, Any], timeout: float | None = None):
        """The reply to `run`, and output name to value where there are outputs."""
        is_file = self.transport == "file"
        outgoing = OutgoingFile(self.scratch, "in.bin") if is_file else OutgoingInline()
        given = [
            {"name": name, "value": encode(value, outgoing)} for name, value in inputs.items()
        ]
        request = {"command": "run", "handle": handle, "inputs": given}
        reply, payload = self.ask(request, outgoing.payload(), timeout)
        if "outputs" not in reply:
            return reply, None
        incoming = IncomingFile(self.scratch) if is_file else IncomingInline(payload)
        outputs = {}
        for output in member(reply, "outputs", list):
            try:
                value = decode(member(output, "value", dict), incoming)
            except ProtocolError as error:
                raise ProtocolError(f"Output '{output.get('name')}': {error}") from None
            outputs[member(output, "name", str)] = value
        if not is_file:
            incoming.finish()
        return reply, outputs

    def release(self, handle: int) -> None:
        """Also the barrier: whatever else the adapter wrote before it answers is a stray line."""
        reply, _ = self.ask({"command": "release", "handle": handle})
        if "error" in reply:
            raise ProtocolError(f"'release' is answered with {reply['error']}.")

    def stop(self) -> None:
        """Asks it to end, and ends it."""
        try:
            self.ask({"command": "stop"})
            self._process.stdin.close()
            self._process.wait(timeout=5)
        except (ProtocolError, Died, TimedOut, OSError, subprocess.TimeoutExpired):
            pass
        self.close()

    def close(self) -> None:
        """Ends the process and all that it started."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            stream.close()
        self._folder.cleanup()

    def ask(
        self, request: dict[str, Any], payload: bytes = b"", timeout: float | None = None
    ) -> tuple[dict[str, Any], bytes]:
        """One request and its reply, with the payloads of both."""
        self._seq += 1
        request = {"seq": self._seq, **request}
        if payload:
            request["payload"] = len(payload)
        self._watch("request", request)
        deadline = time.monotonic() + (timeout or self._timeout)
        self._send(json.dumps(request).encode() + b"\n" + payload, deadline)
        reply = self._reply(deadline)
        self._watch("reply", reply)
        if reply.get("seq") != self._seq:
            raise ProtocolError(f"Request {self._seq} is answered with seq {reply.get('seq')!r}.")
        count = reply.get("payload", 0)
        if not isinstance(count, int) or not 0 <= count <= LARGEST_PAYLOAD:
            raise ProtocolError(f"A payload of {count!r} bytes is announced.")
        while len(self._pending) < count:
            self._read(deadline)
        answer = bytes(self._pending[:count])
        del self._pending[:count]
        return reply, answer

    def _send(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        while left:
            _, ready, _ = select.select([], [self._process.stdin], [], self._rest(deadline))
            if not ready:
                continue
            try:
                left = left[os.write(self._process.stdin.fileno(), left) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise self._death() from None

    def _reply(self, deadline: float) -> dict[str, Any]:
        searched = 0
        while (end := self._pending.find(b"\n", searched)) < 0:
            searched = len(self._pending)
            if searched > LONGEST_LINE:
                raise ProtocolError(f"A line has more than {LONGEST_LINE} bytes.")
            self._read(deadline)
        line = bytes(self._pending[:end])
        del self._pending[: end + 1]
        try:
            reply = json.loads(line)
        except ValueError:
            reply = None
        if not isinstance(reply, dict):
            raise ProtocolError(f"Standard output has a line that is no reply: {line[:80]!r}")
        return reply

    def _read(self, deadline: float) -> None:
        ready, _, _ = select.select([self._process.stdout], [], [], self._rest(deadline))
        if not ready:
            return
        data = os.read(self._process.stdout.fileno(), _CHUNK)
        if not data:
            raise self._death()
        self._pending += data

    def _rest(self, deadline: float) -> float:
        rest = deadline - time.monotonic()
        if rest <= 0:
            raise TimedOut("No answer came in time.")
        return rest

    def _death(self) -> Died:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return Died("standard output closed", self.last_words())
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Died(how, self.last_words())

    def last_words(self) -> str:
        """The end of standard error."""
        self._errors.flush()
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - 400))
        return self._errors.read().decode("utf-8", "replace").strip()
