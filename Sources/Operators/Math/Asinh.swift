import CKernels
import Graphs
import Tensors

/// `Y = asinh(X)`: the inverse hyperbolic sine.
///
/// - Source: ONNX Asinh, opsets 9, 22.
struct Asinh: FloatUnary {
  static let schema = OperatorSchema(
    "Asinh", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(9, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-500...500, 3, 37)]),
      Sample([.normal([33], scale: 1e-3)]),
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .asinh(x) }
  var kernel: FloatMap? { FloatMap(WONNX_ASINH) }
}

extension Asinh: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try 1 / (x.squared + 1).map(.sqrt)
  }
}
