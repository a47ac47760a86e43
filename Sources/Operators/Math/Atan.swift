import CKernels
import Graphs
import Tensors

/// `Y = atan(X)`: the inverse tangent.
///
/// - Source: ONNX Atan, opsets 7, 22.
struct Atan: FloatUnary {
  static let schema = OperatorSchema(
    "Atan", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(7, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-50...50, 3, 37)])
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .atan(x) }
  var kernel: FloatMap? { FloatMap(WONNX_ATAN) }
}

extension Atan: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try 1 / (x.squared + 1) }
}
