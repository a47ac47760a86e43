import CKernels
import Graphs
import Tensors

/// `Y = X/2 · (1 + erf(X / √2))`.
///
/// - Source: onnxruntime Gelu, com.microsoft 1.
struct MicrosoftGelu: FloatUnary {
  static let schema = OperatorSchema(
    "Gelu", domain: "com.microsoft", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [.since(1, ["T": .floats])])
  static let traits: OperatorTraits = .activation

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .gelu(x, usesTanh: false) }
  var kernel: FloatMap? { FloatMap(WONNX_GELU) }

  var shaderParameters: [Parameter] { [.uint("usesTanh", 0)] }
}

extension MicrosoftGelu {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try Estimate.outputs(of: self, request, [try request.reals(0).gelu(usesTanh: false)])
  }
}
