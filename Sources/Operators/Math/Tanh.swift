import CKernels
import Graphs
import Tensors

/// `Y = tanh(X)`: the hyperbolic tangent.
///
/// - Source: ONNX Tanh, opsets 1, 6, 13.
struct Tanh: FloatUnary {
  static let schema = OperatorSchema(
    "Tanh", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(13, ["T": .floats]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.uniform(-12...12, 3, 37)]),
      Sample([.normal([33], scale: 1e-3)]),
    ]
  static let traits: OperatorTraits = .activation

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { .tanh(x) }
  var kernel: FloatMap? { FloatMap(WONNX_TANH) }
}

extension Tanh: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try 1 - y.squared }
}
