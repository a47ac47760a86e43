import Graphs
import Tensors

/// `C = A ≤ B`; false where either is NaN.
///
/// - Source: ONNX LessOrEqual, opsets 12, 16.
struct LessOrEqual: Comparison {
  static let schema = OperatorSchema(
    "LessOrEqual", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T1")],
    history: [
      .since(12, ["T": .classicNumbers, "T1": [.bool]]),
      .since(16, ["T": .numbers, "T1": [.bool]]),
    ])

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func compare<N: WideNumber>(_ a: N, _ b: N) -> Bool { a <= b }
}
