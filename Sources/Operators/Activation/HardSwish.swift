import CKernels
import Graphs
import Tensors

/// `Y = X · max(0, min(1, X / 6 + 1/2))`.
///
/// - Source: ONNX HardSwish, opsets 14, 22.
struct HardSwish: FloatUnary {
  static let schema = OperatorSchema(
    "HardSwish", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(14, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-20...20, 3, 37)]), Sample([.normal([33], scale: 1e-3)]),
    ]
  static let tolerance = Tolerance.ulps(3)
  static let traits: OperatorTraits = .activation

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F {
    let gate = x / 6 + 0.5
    return x * (gate < 0 ? 0 : gate > 1 ? 1 : gate)
  }
  var kernel: FloatMap? { FloatMap(WONNX_HARD_SWISH) }
}

extension HardSwish: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    let gate = try x.isLess(than: 3).choose((x * 2 + 3) / 6, x.scalar(1))
    return try x.isGreater(than: -3).choose(gate, x.scalar(0))
  }
}

extension HardSwish {
  /// The gate's product and sum are rounded where they nearly cancel, too.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let gate = try (x / 6 + 0.5).map(ulps: 0) { max(0, min(1, $0)) }
    return try Estimate.outputs(of: self, request, [x * gate])
  }
}
