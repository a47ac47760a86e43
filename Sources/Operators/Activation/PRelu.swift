import CKernels
import Graphs
import Tensors

/// `Y = X` from 0 on, `slope · X` below; the slope broadcasts to X.
///
/// - Source: ONNX PRelu, opsets 1, 6, 7, 9, 16.
struct PRelu: NumericBinary {
  static let schema = OperatorSchema(
    "PRelu", inputs: [.one("X", "T"), .one("slope", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional]),
      .since(6, ["T": .ieeeFloats]),
      .since(7, ["T": .ieeeFloats]),
      .since(9, ["T": .wideIntegers + .ieeeFloats]),
      .since(16, ["T": .floats + .wideIntegers]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 5), .normal(3, 5)]).since(7),
    Sample([.normal(2, 3, 4, 5), .normal(3, 1, 1)]).since(7),
    Sample([.normal(2, 3, 4, 5), .normal(1)]).since(7),
    Sample([.normal(2, 3, 4), .normal(4)]).since(7),
    Sample([.normal(0, 3), .normal(3)]).since(7),
    Sample([.special(3, 33), .normal(3, 1)]).since(7),
    Sample([.normal(2, 3, 4), .normal()]).since(7),
    Sample([.normal(2, 3, 4, 5), .normal(3)]).before(7),
    Sample([.normal(2, 3, 4, 5), .normal(1)]).before(7),
    .refused(.shape, "slope broadcasts to X alone", [.normal(3), .normal(2, 3)]).since(7),
  ]

  /// Before opset 7 the slope's one axis is X's second.
  let alignment: LegacyBroadcast?
  var keepsFirstShape: Bool { true }

  init(_ node: NodeReader) throws(OperatorError) {
    alignment = node.opset < 7 ? LegacyBroadcast(channelAxis: 1) : nil
  }

  func apply<F: WideFloat>(_ x: F, _ slope: F) -> F { x < 0 ? slope * x : x }
  var kernel: FloatPairing? { WONNX_PRELU }
  func apply<I: WideInteger>(integer x: I, _ slope: I) -> I { x < 0 ? slope &* x : x }
}

extension PRelu: DifferentiablePairing {
  func slopes(
    _ a: Term, _ b: Term, _ y: Term, _ dy: Term
  ) throws(OperatorError) -> (a: Term, b: Term) {
    let isBelow = try a.isLess(than: 0)
    return (try isBelow.choose(dy * b, dy), try isBelow.choose(dy * a, dy * 0))
  }
}
