import CKernels
import Graphs
import Tensors

/// `Y = max(0, X) + min(0, alpha · (e^(X / alpha) - 1))`.
///
/// - Source: ONNX Celu, opsets 12, 28.
struct Celu: FloatUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let schema = OperatorSchema(
    "Celu", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        12, ["T": [.float]],
        attributes: [alpha.or(1.0)]),
      .since(
        28, ["T": .floats],
        attributes: [alpha.or(1.0)]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal([3, 37], scale: 3)], ["alpha": 0.5]), Sample([.special(48)], ["alpha": 0.5]),
      Sample([.normal([3, 37], scale: 3)], ["alpha": 2]), Sample([.special(48)], ["alpha": 2]),
    ]
  static let traits: OperatorTraits = .activation

  let alpha: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
  }

  func apply<F: WideFloat>(_ x: F) -> F {
    x > 0 ? x : F(alpha) * .expm1(x / F(alpha))
  }
  var kernel: FloatMap? { FloatMap(WONNX_CELU, alpha: alpha) }

  var shaderParameters: [Parameter] { [.float("alpha", alpha)] }
}

extension Celu: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try x.isGreater(than: 0).choose(x.scalar(1), (x / Double(alpha)).map(.exp))
  }
}

extension Celu {
  /// Runs may take 1 off the exponential, as the formula is written.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.pointwise(self, ulps: 4, spare: 2 * Double((alpha).magnitude))
  }
}
