"""A process of `wonnx-conform adapter serve`, which lives until Python ends: one a device."""

import atexit
import contextlib
import multiprocessing.util
import os
import threading
from pathlib import Path
from typing import Any

from wonnx_adapter import Failure, ProtocolError, Unsupported
from wonnx_adapter.host import Adapter, Died, TimedOut

from .program import find

_servers: dict[tuple, "Server"] = {}
_guard = threading.Lock()


class Crash(Exception):
    """The process ended or did not answer; another one is started when it is next asked."""


class Server:
    """One process and what it has prepared."""

    def __init__(self, program: str, runtime: str, timeout: float):
        self._command = [program, "adapter", "serve", "--runtime", runtime]
        self._timeout = timeout
        self._lock = threading.Lock()
        self._adapter: Adapter | None = None
        self._starts = 0
        self._models = 0

    @property
    def profile(self) -> dict[str, Any]:
        with self._lock:
            return self._started().profile

    def prepare(self, model: bytes | Path) -> tuple[int, int]:
        """Which process made the model ready, and its handle there."""
        with self._lock, self._blaming():
            adapter = self._started()
            path = model if isinstance(model, Path) else self._kept(model, adapter)
            try:
                reply = adapter.prepare(path)
            finally:
                # The process has mapped it.
                if path is not model:
                    path.unlink(missing_ok=True)
            return self._starts, _checked(reply)["handle"]

    def run(self, prepared: tuple[int, int], feeds: dict[str, Any]) -> dict[str, Any] | None:
        """Output name to value; None where that process is gone."""
        with self._lock, self._blaming():
            starts, handle = prepared
            if self._adapter is None or starts != self._starts:
                return None
            reply, outputs = self._adapter.run(handle, feeds)
            _checked(reply)
            return outputs

    def release(self, prepared: tuple[int, int]) -> None:
        # The garbage collector may come here in the middle of a request; then the model stays.
        if not self._lock.acquire(blocking=False):
            return
        try:
            starts, handle = prepared
            if self._adapter is not None and starts == self._starts:
                with contextlib.suppress(Crash), self._blaming():
                    self._adapter.release(handle)
        finally:
            self._lock.release()

    def stop(self) -> None:
        with self._lock:
            if self._adapter is not None:
                self._adapter.stop()
                self._adapter = None

    def _started(self) -> Adapter:
        if self._adapter is None:
            try:
                self._adapter = Adapter(self._command, timeout=self._timeout)
            except (Died, TimedOut, ProtocolError) as error:
                raise Crash(f"{' '.join(self._command)} does not start: {error}") from None
            self._starts += 1
        return self._adapter

    def _kept(self, model: bytes, adapter: Adapter) -> Path:
        self._models += 1
        path = adapter.scratch / f"model-{self._models}.onnx"
        path.write_bytes(model)
        return path

    @contextlib.contextmanager
    def _blaming(self):
        try:
            yield
        except (Died, TimedOut, ProtocolError) as error:
            self._adapter.close()
            self._adapter = None
            raise Crash(f"{' '.join(self._command)} gave no answer: {error}") from None


def _checked(reply: dict[str, Any]) -> dict[str, Any]:
    if refusal := reply.get("unsupported"):
        raise Unsupported(refusal["reason"], refusal.get("operator"), refusal.get("issue"))
    if error := reply.get("error"):
        raise Failure(error["phase"], error["message"])
    return reply


def server(device: str, program: str | os.PathLike | None = None, timeout: float = 600) -> Server:
    """The process for a device, the same each time; a child made by fork has its own."""
    runtime = device.lower().replace(":", "@")
    key = (os.getpid(), find(program), runtime, timeout)
    with _guard:
        if key not in _servers:
            _servers[key] = Server(key[1], runtime, timeout)
            # A child of multiprocessing leaves without what atexit has been told.
            multiprocessing.util.Finalize(None, _servers[key].stop, exitpriority=0)
        return _servers[key]


@atexit.register
def _stop_all() -> None:
    for (pid, *_), each in _servers.items():
        if pid == os.getpid():
            each.stop()
