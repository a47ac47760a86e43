import CKernels
import Graphs
import Tensors

/// `Y = max(0, X)`.
///
/// - Source: ONNX Relu, opsets 1, 6, 13, 14.
struct Relu: NumericUnary {
  static let schema = OperatorSchema(
    "Relu", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(13, ["T": .floats]),
      .since(14, ["T": .floats + .signedIntegers]),
    ])
  static let traits: OperatorTraits = .activation

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { x < 0 ? 0 : x }
  var kernel: FloatMap? { FloatMap(WONNX_RELU) }
  func apply<I: WideInteger>(integer x: I) -> I { x < 0 ? 0 : x }
}

extension Relu: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try x.isGreater(than: 0).numbers(like: x)
  }
}
