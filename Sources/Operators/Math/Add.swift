import CKernels
import Graphs
import Tensors

/// `C = A + B`. Integers wrap.
///
/// - Source: ONNX Add, opsets 1, 6, 7, 13, 14.
struct Add: NumericBinary {
  static let schema = OperatorSchema(
    "Add", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [
          LegacyBroadcast.broadcast.or(0), LegacyBroadcast.axis.optional,
          LegacyBroadcast.consumedInputs.optional,
        ]),
      .since(
        6, ["T": .ieeeFloats + .wideIntegers],
        attributes: [LegacyBroadcast.broadcast.or(0), LegacyBroadcast.axis.optional]),
      .since(7, ["T": .ieeeFloats + .wideIntegers]),
      .since(13, ["T": .floats + .wideIntegers]),
      .since(14, ["T": .numbers]),
    ])

  static let traits: OperatorTraits = [.broadcasting, .takesActivation]

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func apply<F: WideFloat>(_ a: F, _ b: F) -> F { a + b }
  var kernel: FloatPairing? { WONNX_ADD }
  func apply<I: WideInteger>(integer a: I, _ b: I) -> I { a &+ b }
}

extension Add: DifferentiablePairing {
  func slopes(
    _ a: Term, _ b: Term, _ y: Term, _ dy: Term
  ) throws(OperatorError) -> (a: Term, b: Term) {
    (dy, dy)
  }
}
