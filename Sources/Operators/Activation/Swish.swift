import CKernels
import Graphs
import Tensors

/// `Y = X / (1 + e^(-alpha · X))`.
///
/// - Source: ONNX Swish, opset 24.
struct Swish: FloatUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let schema = OperatorSchema(
    "Swish", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        24, ["T": .floats],
        attributes: [alpha.or(1.0)])
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-110...110, 3, 37)]),
      Sample([.normal([3, 37], scale: 3)], ["alpha": 0.5]), Sample([.special(48)], ["alpha": 0.5]),
      Sample([.normal([3, 37], scale: 3)], ["alpha": 2]), Sample([.special(48)], ["alpha": 2]),
    ]
  static let traits: OperatorTraits = .activation

  let alpha: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
  }

  func apply<F: WideFloat>(_ x: F) -> F { logistic(F(alpha) * x, of: x) }
  var kernel: FloatMap? { FloatMap(WONNX_SWISH, alpha: alpha) }

  var shaderParameters: [Parameter] { [.float("alpha", alpha)] }
}

extension Swish {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try Estimate.outputs(of: self, request, [request.reals(0).swish(alpha)])
  }
}

extension Swish: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    let gate = try (x * Double(alpha)).map(.sigmoid)
    return try gate + x * gate * (1 - gate) * Double(alpha)
  }
}
