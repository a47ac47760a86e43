import CKernels
import Graphs
import Tensors

/// `Y = max(0, min(1, alpha · X + beta))`.
///
/// - Source: ONNX HardSigmoid, opsets 1, 6, 22.
struct HardSigmoid: FloatUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let beta = AttributeKey<Float>("beta")
  static let schema = OperatorSchema(
    "HardSigmoid", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [alpha.or(0.2), beta.or(0.5), LegacyBroadcast.consumedInputs.optional]),
      .since(
        6, ["T": .ieeeFloats],
        attributes: [alpha.or(0.2), beta.or(0.5)]),
      .since(
        22, ["T": .floats],
        attributes: [alpha.or(0.2), beta.or(0.5)]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal([3, 37], scale: 3)], ["alpha": 0.5, "beta": 0.1]),
      Sample([.special(48)], ["alpha": 0.5, "beta": 0.1]),
      Sample([.normal([3, 37], scale: 3)], ["alpha": 1]), Sample([.special(48)], ["alpha": 1]),
    ]
  static let tolerance = Tolerance.ulps(2)
  static let traits: OperatorTraits = .activation

  let alpha: Float
  let beta: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    beta = try node[Self.beta]
  }

  func apply<F: WideFloat>(_ x: F) -> F {
    let y = F(alpha) * x + F(beta)
    return y < 0 ? 0 : y > 1 ? 1 : y
  }
  var kernel: FloatMap? { FloatMap(WONNX_HARD_SIGMOID, alpha: alpha, beta: beta) }

  var shaderParameters: [Parameter] { [.float("alpha", alpha), .float("beta", beta)] }
}

extension HardSigmoid: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    let inside = try y.isGreater(than: 0).numbers(like: x) * y.isLess(than: 1).numbers(like: x)
    return try inside * Double(alpha)
  }
}

extension HardSigmoid {
  /// Product and sum are rounded where they nearly cancel, too.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let y = try (x * Double(alpha) + Double(beta)).map(ulps: 0) { max(0, min(1, $0)) }
    return try Estimate.outputs(of: self, request, [y])
  }
}
