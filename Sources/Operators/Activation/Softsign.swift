import CKernels
import Graphs
import Tensors

/// `Y = X / (1 + |X|)`.
///
/// - Source: ONNX Softsign, opsets 1, 22.
struct Softsign: FloatUnary {
  static let schema = OperatorSchema(
    "Softsign", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
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

  func apply<F: WideFloat>(_ x: F) -> F { x / (1 + x.magnitude) }
  var kernel: FloatMap? { FloatMap(WONNX_SOFTSIGN) }
}

extension Softsign: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try 1 / (x.map(.abs) + 1).squared
  }
}
