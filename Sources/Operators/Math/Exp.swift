import CKernels
import Graphs
import Tensors

/// `Y = e^X`.
///
/// - Source: ONNX Exp, opsets 1, 6, 13.
struct Exp: FloatUnary {
  static let schema = OperatorSchema(
    "Exp", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(13, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-15...11, 3, 37)]),
      Sample([.uniform(-100...88, 65)]).types("T", [.float, .double, .bfloat16]),
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .exp(x) }
  var kernel: FloatMap? { FloatMap(WONNX_EXP) }
}

extension Exp: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { y }
}
