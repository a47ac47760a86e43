import Graphs
import Tensors

/// The remainder of `A / B`: of floored division (the sign of B), or with `fmod` of truncated
/// division (the sign of A). The standard leaves integer division by 0 open; it gives 0.
///
/// Before opset 28 the text asks for `fmod` where A and B are floats; a node without it, as ONNX 1.5's own
/// case is, means what opset 28 says.
///
/// - Source: ONNX Mod, opsets 10, 13.
struct Mod: NumericBinary {
  static let fmod = AttributeKey<Int>("fmod")
  static let schema = OperatorSchema(
    "Mod", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T")],
    history: [
      .since(
        10, ["T": .classicNumbers],
        attributes: [fmod.or(0)]),
      .since(
        13, ["T": .numbers],
        attributes: [fmod.or(0)]),
      .since(
        28, ["T": .numbers],
        attributes: [fmod.or(0)]),
    ])
  static let samples: [Sample] =
    Samples.broadcasting(.normal(3), .list([1, 2, 3, -2, 5, -7, 11])).map {
      $0.types("T", .integers)
    } + [
      .refused(.shape, "the shapes do not broadcast", [.normal(2, 3), .normal(2, 4)]).since(7),

      Sample([.uniform(-9...9, 3, 5), .list([2, -3, 5, -1.5, 0.75], [5])], ["fmod": 1]).types(
        "T", .floats),
      Sample([.uniform(-9...9, 3, 5), .list([2, -3, 5, -7, 3], [5])], ["fmod": 1]),
      Sample([.uniform(-9...9, 3, 5), .list([2, -3, 5, -7, 3], [5])], ["fmod": 0]).types(
        "T", .integers),
      Sample([.special(33), .list([3, 2, 5], [3, 1])], ["fmod": 1]),
      Sample([.special(33), .list([3, 2, 5], [3, 1])]).types("T", .integers),
      Sample([.normal(3, 5), .list([0, .infinity, -.infinity, .nan, 1], [5])], ["fmod": 1]).types(
        "T", .floats),
      Sample([.uniform(-9...9, 3, 5), .list([2, -3, 5, -1.5, 0.75], [5])]).since(28).types(
        "T", .floats),
    ]
  static let tolerance = Tolerance.exact

  let truncates: Bool
  var alignment: LegacyBroadcast? { nil }

  init(_ node: NodeReader) throws(OperatorError) {
    truncates = try node[Self.fmod] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dtype = try inputs.tensor(0).dtype
    return [
      .tensor(
        TensorType(
          dtype, try broadcast([try inputs.tensor(0).dims, try inputs.tensor(1).dims])))
    ]
  }

  func apply<F: WideFloat>(_ a: F, _ b: F) -> F {
    let remainder = F.fmod(a, b)
    if truncates || remainder.isNaN { return remainder }
    if remainder == 0 { return F(sign: b.sign, exponent: 0, significand: 0) }
    return (remainder < 0) == (b < 0) ? remainder : remainder + b
  }

  func apply<I: WideInteger>(integer a: I, _ b: I) -> I {
    guard b != 0 else { return 0 }
    let remainder = a.remainderReportingOverflow(dividingBy: b).partialValue
    return truncates || remainder == 0 || (remainder < 0) == (b < 0) ? remainder : remainder &+ b
  }

  var shaderParameters: [Parameter] { [.uint("truncates", truncates ? 1 : 0)] }
}

extension Mod: DifferentiablePairing {
  func slopes(
    _ a: Term, _ b: Term, _ y: Term, _ dy: Term
  ) throws(OperatorError) -> (a: Term, b: Term) {
    let quotient = try (a - y) / b
    return (dy, try -(dy * quotient))
  }
}
