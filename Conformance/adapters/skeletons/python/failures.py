"""How a request ends early; the main loop answers for it."""


class Failure(Exception):
    """The request fails in one of the protocol's phases."""

    def __init__(self, phase: str, message: str):
        super().__init__(message)
        self.phase = phase


class Unsupported(Exception):
    """The request is valid, but not done here. `operator` is spelled `domain:Name`."""

    def __init__(self, reason: str, operator: str | None = None):
        super().__init__(reason)
        self.operator = operator
