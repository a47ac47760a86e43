import CKernels
import Graphs
import Tensors

/// `Y = √X`; NaN below 0.
///
/// - Source: ONNX Sqrt, opsets 1, 6, 13.
struct Sqrt: FloatUnary {
  static let schema = OperatorSchema(
    "Sqrt", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(13, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(0...60_000, 3, 37)]),
      Sample([.uniform(0...1e-4, 33)]),
    ]
  static let tolerance = Tolerance.ulps(1)

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { x.squareRoot() }
  var kernel: FloatMap? { FloatMap(WONNX_SQRT) }
}

extension Sqrt: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try 0.5 / y }
}
