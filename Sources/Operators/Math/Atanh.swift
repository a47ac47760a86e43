import CKernels
import Graphs
import Tensors

/// `Y = atanh(X)`: the inverse hyperbolic tangent.
///
/// - Source: ONNX Atanh, opsets 9, 22.
struct Atanh: FloatUnary {
  static let schema = OperatorSchema(
    "Atanh", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(9, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-0.999...0.999, 3, 37)])
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .atanh(x) }
  var kernel: FloatMap? { FloatMap(WONNX_ATANH) }
}

extension Atanh: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try 1 / (1 - x.squared) }
}
