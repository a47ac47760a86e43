import Graphs
import Tensors

/// `C = A ∧ B`.
///
/// - Source: ONNX And, opsets 1, 7.
struct And: BooleanBinary {
  static let schema = OperatorSchema(
    "And", inputs: [.one("A", "T"), .one("B", "T")], outputs: [.one("C", "T1")],
    history: [
      .since(
        1, ["T": [.bool], "T1": [.bool]],
        attributes: [LegacyBroadcast.axis.optional, LegacyBroadcast.broadcast.or(0)]),
      .since(7, ["T": [.bool], "T1": [.bool]]),
    ])

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func apply(_ a: Bool, _ b: Bool) -> Bool { a && b }
}
