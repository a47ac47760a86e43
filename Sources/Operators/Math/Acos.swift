import CKernels
import Graphs
import Tensors

/// `Y = acos(X)`: the inverse cosine.
///
/// - Source: ONNX Acos, opsets 7, 22.
struct Acos: FloatUnary {
  static let schema = OperatorSchema(
    "Acos", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(7, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-1...1, 3, 37)])
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .acos(x) }
  var kernel: FloatMap? { FloatMap(WONNX_ACOS) }
}

extension Acos: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try -1 / (1 - x.squared).map(.sqrt)
  }
}
