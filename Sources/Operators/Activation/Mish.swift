import CKernels
import Graphs
import Tensors

/// `Y = X · tanh(log(1 + e^X))`.
///
/// - Source: ONNX Mish, opsets 18, 22.
struct Mish: FloatUnary {
  static let schema = OperatorSchema(
    "Mish", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(18, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-20...20, 3, 37)]), Sample([.uniform(-110...110, 3, 37)]),
      Sample([.normal([33], scale: 1e-3)]),
    ]
  static let traits: OperatorTraits = .activation

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { x * .tanh(softplus(x)) }
  var kernel: FloatMap? { FloatMap(WONNX_MISH) }
}

extension Mish {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let gate = x.map(ulps: 4) { softplus($0) }.map(ulps: 2) { Double.tanh($0) }
    return try Estimate.outputs(of: self, request, [x * gate])
  }
}

extension Mish: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    let gate = try x.map(.softplus).map(.tanh)
    return try gate + x * (1 - gate.squared) * x.map(.sigmoid)
  }
}
