import CKernels
import Graphs
import Tensors

/// `Y = cos(X)`: X in radians.
///
/// - Source: ONNX Cos, opsets 7, 22.
struct Cos: FloatUnary {
  static let schema = OperatorSchema(
    "Cos", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(7, ["T": .ieeeFloats]),
      .since(22, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-40...40, 3, 37)]),
      Sample([.uniform(-60_000...60_000, 65)]),
      Sample([.normal([33], scale: 1e-3)]),
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .cos(x) }
  var kernel: FloatMap? { FloatMap(WONNX_COS) }
}

extension Cos: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try -x.map(.sin) }
}
