import CKernels
import Graphs
import Tensors

/// `C = A · B`. Integers wrap.
///
/// - Source: ONNX Mul, opsets 1, 6, 7, 13, 14.
struct Mul: NumericBinary {
  static let schema = OperatorSchema(
    "Mul", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [
          LegacyBroadcast.axis.optional, LegacyBroadcast.broadcast.or(0),
          LegacyBroadcast.consumedInputs.optional,
        ]),
      .since(
        6, ["T": .wideIntegers + .ieeeFloats],
        attributes: [LegacyBroadcast.axis.optional, LegacyBroadcast.broadcast.or(0)]),
      .since(7, ["T": .wideIntegers + .ieeeFloats]),
      .since(13, ["T": .floats + .wideIntegers]),
      .since(14, ["T": .numbers]),
    ])

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func apply<F: WideFloat>(_ a: F, _ b: F) -> F { a * b }
  var kernel: FloatPairing? { WONNX_MUL }
  func apply<I: WideInteger>(integer a: I, _ b: I) -> I { a &* b }
}

extension Mul: DifferentiablePairing {
  func slopes(
    _ a: Term, _ b: Term, _ y: Term, _ dy: Term
  ) throws(OperatorError) -> (a: Term, b: Term) {
    (try dy * b, try dy * a)
  }
}
