import CKernels
import Graphs
import Tensors

/// `Y = -X`. Integers wrap.
///
/// - Source: ONNX Neg, opsets 1, 6, 13.
struct Neg: NumericUnary {
  static let schema = OperatorSchema(
    "Neg", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .signedIntegers + .ieeeFloats]),
      .since(13, ["T": .floats + .signedIntegers]),
    ])

  init(_ node: NodeReader) {}

  func apply<F: WideFloat>(_ x: F) -> F { -x }
  var kernel: FloatMap? { FloatMap(WONNX_NEG) }
  func apply<I: WideInteger>(integer x: I) -> I { 0 &- x }
}

extension Neg: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term { try x.filled(-1) }
}
