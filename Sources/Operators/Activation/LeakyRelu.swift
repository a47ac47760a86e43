import CKernels
import Graphs
import Tensors

/// `Y = X` from 0 on, `alpha · X` below.
///
/// - Source: ONNX LeakyRelu, opsets 1, 6, 16.
struct LeakyRelu: FloatUnary {
  static let alpha = AttributeKey<Float>("alpha")
  static let schema = OperatorSchema(
    "LeakyRelu", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [alpha.or(0.01), LegacyBroadcast.consumedInputs.optional]),
      .since(
        6, ["T": .ieeeFloats],
        attributes: [alpha.or(0.01)]),
      .since(
        16, ["T": .floats],
        attributes: [alpha.or(0.01)]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal([3, 37], scale: 3)], ["alpha": 0.3]), Sample([.special(48)], ["alpha": 0.3]),
      Sample([.normal([3, 37], scale: 3)], ["alpha": -0.5]),
      Sample([.special(48)], ["alpha": -0.5]),
    ]
  static let tolerance = Tolerance.ulps(1)
  static let traits: OperatorTraits = .activation

  let alpha: Float

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
  }

  func apply<F: WideFloat>(_ x: F) -> F { x < 0 ? F(alpha) * x : x }
  var kernel: FloatMap? { FloatMap(WONNX_LEAKY_RELU, alpha: alpha) }

  var shaderParameters: [Parameter] { [.float("alpha", alpha)] }
}

extension LeakyRelu: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try x.isLess(than: 0).choose(x.scalar(Double(alpha)), x.scalar(1))
  }
}
