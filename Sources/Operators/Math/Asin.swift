import CKernels
import Graphs
import Tensors

/// `Y = asin(X)`: the inverse sine.
///
/// - Source: ONNX Asin, opsets 7, 22.
struct Asin: FloatUnary {
  static let schema = OperatorSchema(
    "Asin", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(7, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-1...1, 3, 37)])
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .asin(x) }
  var kernel: FloatMap? { FloatMap(WONNX_ASIN) }
}

extension Asin: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try 1 / (1 - x.squared).map(.sqrt)
  }
}
