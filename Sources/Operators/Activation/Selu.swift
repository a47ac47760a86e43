import CKernels
import Graphs
import Tensors

/// `Y = gamma · X` above 0, `gamma · alpha · (e^X - 1)` from 0 down.
///
/// - Source: ONNX Selu, opsets 1, 6, 22.
struct Selu: FloatUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let gamma = AttributeKey<Float>("gamma")
  static let schema = OperatorSchema(
    "Selu", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [alpha.or(1.6732), LegacyBroadcast.consumedInputs.optional, gamma.or(1.0507)]),
      .since(
        6, ["T": .ieeeFloats],
        attributes: [alpha.or(1.6732632), gamma.or(1.050701)]),
      .since(
        22, ["T": .floats],
        attributes: [alpha.or(1.6732632), gamma.or(1.050701)]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal([3, 37], scale: 3)], ["alpha": 2, "gamma": 0.5]),
      Sample([.special(48)], ["alpha": 2, "gamma": 0.5]),
    ]
  static let traits: OperatorTraits = .activation

  let alpha: Float
  let gamma: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    gamma = try node[Self.gamma]
  }

  func apply<F: WideFloat>(_ x: F) -> F {
    x > 0 ? F(gamma) * x : F(gamma) * (F(alpha) * .expm1(x))
  }
  var kernel: FloatMap? { FloatMap(WONNX_SELU, alpha: alpha, beta: gamma) }

  var shaderParameters: [Parameter] { [.float("alpha", alpha), .float("gamma", gamma)] }
}

extension Selu: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try x.isGreater(than: 0).choose(x.scalar(Double(gamma)), y + Double(gamma) * Double(alpha))
  }
}

extension Selu {
  /// Runs may take 1 off the exponential, as the formula is written.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.pointwise(self, ulps: 4, spare: 2 * Double((alpha * gamma).magnitude))
  }
}
