import CKernels
import Graphs
import Tensors

/// `Y = acosh(X)`: the inverse hyperbolic cosine.
///
/// - Source: ONNX Acosh, opsets 9, 22.
struct Acosh: FloatUnary {
  static let schema = OperatorSchema(
    "Acosh", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(9, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(1...50, 3, 37)]),
      Sample([.uniform(1...1.01, 33)]),
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .acosh(x) }
  var kernel: FloatMap? { FloatMap(WONNX_ACOSH) }
}

extension Acosh: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try 1 / (x.squared - 1).map(.sqrt)
  }
}
