import CKernels
import Graphs
import Tensors

/// `Y = X` from 0 on, `alpha · (e^X - 1)` below.
///
/// - Source: ONNX Elu, opsets 1, 6, 22.
struct Elu: FloatUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let schema = OperatorSchema(
    "Elu", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [alpha.or(1.0), LegacyBroadcast.consumedInputs.optional]),
      .since(
        6, ["T": .ieeeFloats],
        attributes: [alpha.or(1.0)]),
      .since(
        22, ["T": .floats],
        attributes: [alpha.or(1.0)]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal([3, 37], scale: 3)], ["alpha": 0.5]), Sample([.special(48)], ["alpha": 0.5]),
      Sample([.normal([3, 37], scale: 3)], ["alpha": -1.5]),
      Sample([.special(48)], ["alpha": -1.5]),
    ]
  static let traits: OperatorTraits = .activation

  let alpha: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
  }

  func apply<F: WideFloat>(_ x: F) -> F { x < 0 ? F(alpha) * .expm1(x) : x }
  var kernel: FloatMap? { FloatMap(WONNX_ELU, alpha: alpha) }

  var shaderParameters: [Parameter] { [.float("alpha", alpha)] }
}

extension Elu: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try x.isLess(than: 0).choose(y + Double(alpha), x.scalar(1))
  }
}

extension Elu {
  /// Runs may take 1 off the exponential, as the formula is written.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.pointwise(self, ulps: 4, spare: 2 * Double((alpha).magnitude))
  }
}
