import CKernels
import Graphs
import Tensors

/// `Y = log(1 + e^X)`.
///
/// - Source: ONNX Softplus, opsets 1, 22.
struct Softplus: FloatUnary {
  static let schema = OperatorSchema(
    "Softplus", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-20...20, 3, 37)]), Sample([.normal([33], scale: 1e-3)]),
    ]
  static let traits: OperatorTraits = .activation

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { softplus(x) }
  var kernel: FloatMap? { FloatMap(WONNX_SOFTPLUS) }
}

extension Softplus: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try x.map(.sigmoid) }
}

extension Softplus {
  /// Runs may add 1 to the exponential, as the formula is written.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.pointwise(self, ulps: 4, spare: 2)
  }
}
