import CKernels
import Graphs
import Tensors

/// `Y = 1 / (1 + e^-X)`.
///
/// - Source: ONNX Sigmoid, opsets 1, 6, 13.
struct Sigmoid: FloatUnary {
  static let schema = OperatorSchema(
    "Sigmoid", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(13, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-20...20, 3, 37)]), Sample([.uniform(-110...110, 3, 37)]),
      Sample([.normal([33], scale: 1e-3)]),
    ]
  static let traits: OperatorTraits = .activation

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { logistic(x) }
  var kernel: FloatMap? { FloatMap(WONNX_SIGMOID) }
}

extension Sigmoid {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try Estimate.outputs(of: self, request, [request.reals(0).logistic])
  }
}

extension Sigmoid: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try y * (1 - y) }
}
