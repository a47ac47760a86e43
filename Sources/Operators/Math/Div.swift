import CKernels
import Graphs
import Tensors

/// `C = A / B`. Integers truncate towards 0; the standard leaves division by 0 open, it gives 0 here.
///
/// - Source: ONNX Div, opsets 1, 6, 7, 13, 14.
struct Div: NumericBinary {
  static let schema = OperatorSchema(
    "Div", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T")],
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
  static let samples: [Sample] =
    Samples.broadcasting(.normal(3), .list([1, 2, 3, -2, 5, -7, 11])) + [
      .refused(.shape, "the shapes do not broadcast", [.normal(2, 3), .normal(2, 4)]).since(7),

      Sample([.special(7, 1), .special(1, 33)]).since(7).types("T", .floats),
      Sample([.strewn(67), .strewn(5, 67)]).since(7).types("T", .floats),
      Sample([.strewn(67), .list([3, 1, 5, 7, 2], [5, 67])]).since(7).types("T", .integers),
      Sample([.list([3, -9, 7], [67]), .list([3, -1, 5, -7, 2], [5, 67])]).since(7)
        .types("T", .signedIntegers),
      Sample([.special(33), .list([3, 1, 2], [3, 1])]).since(7),
    ]

  static let tolerance = Tolerance.ulps(1)

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func apply<F: WideFloat>(_ a: F, _ b: F) -> F { a / b }
  var kernel: FloatPairing? { WONNX_DIV }

  func apply<I: WideInteger>(integer a: I, _ b: I) -> I {
    b == 0 ? 0 : a.dividedReportingOverflow(by: b).partialValue
  }
}

extension Div: DifferentiablePairing {
  func slopes(
    _ a: Term, _ b: Term, _ y: Term, _ dy: Term
  ) throws(OperatorError) -> (a: Term, b: Term) {
    (try dy / b, try -(dy * y / b))
  }
}
