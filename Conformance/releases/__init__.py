"""The backend suites of ONNX's earlier releases, as their wheels hold them."""
