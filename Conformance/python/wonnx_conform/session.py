"""A model that is made ready once and run many times."""

import os
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .server import Server, server


class Session:
    """A model on a device: `CPU`, `VULKAN`, `VULKAN:1`, each with `+OPT` behind the optimizer.

    `model` is a path, bytes, or a `ModelProto`. Raises `Unsupported` where the program does not do
    what the model asks for, `Failure` where the model is wrong, `Crash` where the process ended.
    """

    def __init__(
        self,
        model: str | os.PathLike | bytes | Any,
        device: str = "CPU",
        *,
        program: str | os.PathLike | None = None,
        timeout: float = 600,
    ):
        self._server = server(device, program, timeout)
        if hasattr(model, "SerializeToString"):
            model = model.SerializeToString()
        self._model = model if isinstance(model, bytes) else Path(model).absolute()
        self._prepare()

    def run(self, names: Sequence[str] | None, feeds: Mapping[str, Any]) -> list[Any]:
        """The outputs of these names, or all of them in the graph's order.

        A value whose type does not show, such as an empty list, is given as `Typed(type, value)`.
        """
        # A process that ended since has not run this: it is the next one's.
        outputs = self._server.run(self._prepared, dict(feeds))
        if outputs is None:
            self._prepare()
            outputs = self._server.run(self._prepared, dict(feeds)) or {}
        if names is None:
            return list(outputs.values())
        missing = [name for name in names if name not in outputs]
        if missing:
            raise ValueError(f"The model has no output {missing[0]!r}; it has {list(outputs)}.")
        return [outputs[name] for name in names]

    def _prepare(self) -> None:
        self._prepared = self._server.prepare(self._model)
        weakref.finalize(self, Server.release, self._server, self._prepared).atexit = False
