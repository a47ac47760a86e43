"""What an adapter raises, and what either side raises about the other."""


class Unsupported(Exception):
    """The standard allows it, this runtime does not do it: becomes the reply `unsupported`."""

    def __init__(self, reason: str, operator: str | None = None, issue: str | None = None):
        super().__init__(reason)
        self.reason = reason
        self.operator = operator
        self.issue = issue


class Failure(Exception):
    """A stage gave no result: becomes the reply `error`. Another exception does so too."""

    def __init__(self, phase: str, message: str):
        super().__init__(message)
        self.phase = phase
        self.message = message


class ProtocolError(Exception):
    """The other side wrote what the protocol does not allow."""
