"""Provisioning of the official ONNX backend suite, from the pinned packages, without a network.

`python -m provision` writes the suite and its manifest; `python -m provision schemas` exports the
standard's operator schemas. Importing this package imports no third-party package: a suite that is
already here is recognised by the standard library alone.
"""
