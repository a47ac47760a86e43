"""What can go wrong, with the exit code that says so."""


class ProvisionError(Exception):
    """The suite can't be written: exit code 4."""

    exit_code = 4


class SuiteError(ProvisionError):
    """The suite is not what the manifest says: exit code 3."""

    exit_code = 3
