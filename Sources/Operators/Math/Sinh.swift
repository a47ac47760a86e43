import CKernels
import Graphs
import Tensors

/// `Y = sinh(X)`: the hyperbolic sine.
///
/// - Source: ONNX Sinh, opsets 9, 22.
struct Sinh: FloatUnary {
  static let schema = OperatorSchema(
    "Sinh", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(9, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-9...9, 3, 37)]),
      Sample([.normal([33], scale: 1e-3)]),
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .sinh(x) }
  var kernel: FloatMap? { FloatMap(WONNX_SINH) }
}

extension Sinh: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try x.map(.cosh) }
}
