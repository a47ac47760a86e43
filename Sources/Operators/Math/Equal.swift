import Graphs
import Tensors

/// `C = (A = B)`; NaN equals nothing.
///
/// - Source: ONNX Equal, opsets 1, 7, 11, 13, 19.
struct Equal: Comparison {
  static let schema = OperatorSchema(
    "Equal", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T1")],
    history: [
      .since(
        1, ["T": [.bool, .int32, .int64], "T1": [.bool]],
        attributes: [LegacyBroadcast.axis.optional, LegacyBroadcast.broadcast.or(0)]),
      .since(7, ["T": [.bool, .int32, .int64], "T1": [.bool]]),
      .since(11, ["T": .classicNumbers + [.bool], "T1": [.bool]]),
      .since(13, ["T": .numbers + [.bool], "T1": [.bool]]),
      .since(19, ["T": .numbers + [.bool, .string], "T1": [.bool]]),
    ])

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func compare<N: WideNumber>(_ a: N, _ b: N) -> Bool { a == b }
  func compare(_ a: Bool, _ b: Bool) -> Bool? { a == b }
  func compare(_ a: String, _ b: String) -> Bool? { a == b }
}
