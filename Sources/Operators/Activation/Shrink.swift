import Graphs
import Tensors

/// `Y = X + bias` below `-lambd`, `X - bias` above `lambd`, 0 between.
///
/// - Source: ONNX Shrink, opset 9.
struct Shrink: NumericUnary {
  static let bias = AttributeKey<Float>("bias")
  static let lambd = AttributeKey<Float>("lambd")
  static let schema = OperatorSchema(
    "Shrink", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(
        9, ["T": .classicNumbers],
        attributes: [bias.or(0.0), lambd.or(0.5)])
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.normal([3, 37], scale: 3)], ["bias": 1.5]), Sample([.special(48)], ["bias": 1.5]),
      Sample([.normal([3, 37], scale: 3)], ["lambd": 1]), Sample([.special(48)], ["lambd": 1]),
      Sample([.normal([3, 37], scale: 3)], ["bias": 0.5, "lambd": 2]),
      Sample([.special(48)], ["bias": 0.5, "lambd": 2]),
    ]
  static let tolerance = Tolerance.ulps(1)

  let bias: Float
  let lambd: Float

  init(_ node: NodeReader) throws(OperatorError) {
    bias = try node[Self.bias]
    lambd = try node[Self.lambd]
  }

  func apply<F: WideFloat>(_ x: F) -> F {
    x < -F(lambd) ? x + F(bias) : x > F(lambd) ? x - F(bias) : 0
  }

  /// The exact sum, cut off towards zero: as floats, large integers would lose their last bits.
  func apply<I: WideInteger>(integer x: I) -> I {
    guard !Self.exceeds(x, lambd) else { return Self.sum(x, -bias) }
    guard !Self.exceeds(-lambd, x) else { return Self.sum(x, bias) }
    return 0
  }

  /// `x > limit`: an integer is above a number where it is above its integer part rounded down.
  private static func exceeds<I: WideInteger>(_ x: I, _ limit: Float) -> Bool {
    let floor = Double(limit.rounded(.down))
    guard floor >= Double(I.min) else { return true }
    return floor < Double(I.max) && x > I(saturating: floor)
  }

  /// `x < limit`.
  private static func exceeds<I: WideInteger>(_ limit: Float, _ x: I) -> Bool {
    let ceiling = Double(limit.rounded(.up))
    guard ceiling > Double(I.min) else { return false }
    return ceiling >= Double(I.max) || x < I(saturating: ceiling)
  }

  private static func sum<I: WideInteger>(_ x: I, _ bias: Float) -> I {
    let whole = Int64(saturating: Double(bias.rounded(.towardZero)))
    let sum = x &+ I(truncatingIfNeeded: whole)
    let rest = bias - bias.rounded(.towardZero)
    if rest < 0, sum > 0 { return sum - 1 }
    return rest > 0 && sum < 0 ? sum + 1 : sum
  }

  var shaderParameters: [Parameter] {
    let whole = bias.rounded(.towardZero)
    return [
      .float("bias", bias), .float("lambd", lambd),
      .long("whole", Int(saturating: whole)), .float("rest", bias - whole),
      .long("most", Int(saturating: lambd.rounded(.down))),
      .long("least", Int(saturating: (-lambd).rounded(.up))),
    ]
  }
}

extension Shrink: DifferentiableMap {
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term {
    try x.map(.abs).isGreater(than: Double(lambd)).numbers(like: x)
  }
}
