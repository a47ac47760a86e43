import Graphs
import Tensors

/// Whether each element is an infinity of a sign that is asked for.
///
/// - Source: ONNX IsInf, opsets 10, 20.
struct IsInf: Predicate {
  static let detectNegative = AttributeKey<Int>("detect_negative")
  static let detectPositive = AttributeKey<Int>("detect_positive")
  static let schema = OperatorSchema(
    "IsInf", inputs: [.one("X", "T1")], outputs: [.one("Y", "T2")],
    history: [
      .since(
        10, ["T1": [.double, .float], "T2": [.bool]],
        attributes: [detectNegative.or(1), detectPositive.or(1)]),
      .since(
        20, ["T1": .floats + .float8, "T2": [.bool]],
        attributes: [detectNegative.or(1), detectPositive.or(1)]),
    ])
  static let samples: [Sample] =
    Samples.unary + [
      Sample([.special(48)], ["detect_negative": 0]),
      Sample([.special(48)], ["detect_positive": 0]),
      Sample([.strewn(5, 67)], ["detect_positive": 0]),
      Sample([.special(48)], ["detect_negative": 0, "detect_positive": 0]),
      Sample([.special(3, 17)], ["detect_negative": 1, "detect_positive": 1]),
    ]

  let detectsNegative: Bool
  let detectsPositive: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    detectsNegative = try node[Self.detectNegative] != 0
    detectsPositive = try node[Self.detectPositive] != 0
  }

  func test<F: WideFloat>(_ x: F) -> Bool {
    x.isInfinite && (x < 0 ? detectsNegative : detectsPositive)
  }

  var shaderParameters: [Parameter] {
    [
      .uint("detectsNegative", detectsNegative ? 1 : 0),
      .uint("detectsPositive", detectsPositive ? 1 : 0),
    ]
  }
}
