import Graphs
import Tensors

/// `C = A > B`; false where either is NaN.
///
/// - Source: ONNX Greater, opsets 1, 7, 9, 13.
struct Greater: Comparison {
  static let schema = OperatorSchema(
    "Greater", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T1")],
    history: [
      .since(
        1, ["T": .ieeeFloats, "T1": [.bool]],
        attributes: [LegacyBroadcast.axis.optional, LegacyBroadcast.broadcast.or(0)]),
      .since(7, ["T": .ieeeFloats, "T1": [.bool]]),
      .since(9, ["T": .classicNumbers, "T1": [.bool]]),
      .since(13, ["T": .numbers, "T1": [.bool]]),
    ])

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func compare<N: WideNumber>(_ a: N, _ b: N) -> Bool { a > b }
}
