import CKernels
import Graphs
import Tensors

/// `Y = 1 / X`.
///
/// - Source: ONNX Reciprocal, opsets 1, 6, 13.
struct Reciprocal: FloatUnary {
  static let schema = OperatorSchema(
    "Reciprocal", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(13, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-60_000...60_000, 3, 37)])
    ]
  static let tolerance = Tolerance.ulps(1)

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { 1 / x }
  var kernel: FloatMap? { FloatMap(WONNX_RECIPROCAL) }
}

extension Reciprocal: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try -y.squared }
}
