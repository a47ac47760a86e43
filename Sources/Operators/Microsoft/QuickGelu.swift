import CKernels
import Graphs
import Tensors

/// `Y = X / (1 + e^(-alpha · X))`, with alpha 1.702 if nothing else is said.
///
/// - Source: onnxruntime QuickGelu, com.microsoft 1.
struct QuickGelu: FloatUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let schema = OperatorSchema(
    "QuickGelu", domain: "com.microsoft", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [.since(1, ["T": .floats], attributes: [alpha.or(1.702)])])
  static let traits: OperatorTraits = .activation
  static let shader = "Swish.comp"

  let alpha: Float

  init(_ node: NodeReader) throws(OperatorError) { alpha = try node[Self.alpha] }

  func apply<F: WideFloat>(_ x: F) -> F { logistic(F(alpha) * x, of: x) }
  var kernel: FloatMap? { FloatMap(WONNX_SWISH, alpha: alpha) }

  var shaderParameters: [Parameter] { [.float("alpha", alpha)] }
}

extension QuickGelu {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try Estimate.outputs(of: self, request, [request.reals(0).swish(alpha)])
  }

  static let samples: [Sample] =
    Samples.unary + [Sample([.uniform(-70...70, 3, 37)])]
    + [-1.5, 0, 1, 4].map { Sample([.normal([3, 33], scale: 2)], ["alpha": .float($0)]) }
}
