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
  static let samples: [Sample] = [
    Sample([.normal(3, 4), .list([0, 2, 1, 0], [1, 4]), .normal(1, 4)]),
    Sample([.normal(3, 4), .list([0, 3, 1, 2, 0, 3], [3, 2]), .normal(3, 2)], ["axis": 1]),
    Sample([.special(48), .list(47, 0, 3), .normal(3)]),
    Sample([.normal(2, 3, 4), .list([2, 0], [2, 1, 1]), .normal(2, 1, 1)], ["axis": 1]),
    Sample([.normal(3, 4), .list([], [0, 4]), .normal(0, 4)]),
    .refused(
      .range, "an index is inside the axis", [.normal(3, 4), .list([3], [1, 1]), .normal(1, 1)]),
    .refused(
      .shape, "indices and updates have one shape",
      [.normal(3, 4), .list([0, 1], [1, 2]), .normal(1, 1)]),
    .refused(.range, "axis is inside the rank", [.normal(3), .list(0), .normal(1)], ["axis": 1]),
  ]

  let axis: Int
  let reduction = ScatterReduction.none

  init(_ node: NodeReader) throws(OperatorError) { axis = node[ifPresent: Self.axis] ?? 0 }
}
