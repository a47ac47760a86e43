import Graphs
import Tensors

/// The input with one element an index replaced: the old name of ``ScatterElements``.
///
/// - Source: ONNX Scatter, opsets 9, 11 (deprecated).
struct Scatter: ElementScatter {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "Scatter", inputs: [.one("data", "T"), .one("indices", "Tind"), .one("updates", "T")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        9, ["T": .classic, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)]),
      .since(
        11, ["T": .classic, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)], isDeprecated: true),
    ])
  static let samples: [Sample] = plainSamples

  let axis: Int
  let reduction = ScatterReduction.none

  init(_ node: NodeReader) throws(OperatorError) { axis = node[ifPresent: Self.axis] ?? 0 }
}
