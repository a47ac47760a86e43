"""Provisioning of suites of whole networks: `zoo` and `exports`."""
