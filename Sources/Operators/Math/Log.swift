import CKernels
import Graphs
import Tensors

/// `Y = log(X)`: the natural logarithm; NaN below 0.
///
/// - Source: ONNX Log, opsets 1, 6, 13.
struct Log: FloatUnary {
  static let schema = OperatorSchema(
    "Log", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
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
      Sample([.uniform(0.9...1.1, 65)]),
      Sample([.uniform(0...1e-4, 33)]),
    ]

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .log(x) }
  var kernel: FloatMap? { FloatMap(WONNX_LOG) }
}

extension Log: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try x.map(.reciprocal) }
}
