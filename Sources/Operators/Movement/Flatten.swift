import Graphs
import Tensors

/// A matrix: the axes before `axis` are its rows, the others its columns.
///
/// - Source: ONNX Flatten, opsets 1, 9, 11, 13, 21, 23, 24, 25.
struct Flatten: Reshaping {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "Flatten", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [axis.or(1)]),
      .since(
        9, ["T": .classic],
        attributes: [axis.or(1)]),
      .since(
        11, ["T": .classic],
        attributes: [axis.or(1)]),
      .since(
        13, ["T": .classicAndBFloat16],
        attributes: [axis.or(1)]),
      .since(
        21, ["T": .ir10],
        attributes: [axis.or(1)]),
      .since(
        23, ["T": .ir11],
        attributes: [axis.or(1)]),
      .since(
        24, ["T": .ir12],
        attributes: [axis.or(1)]),
      .since(
        25, ["T": .ir13],
        attributes: [axis.or(1)]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 4)]), Sample([.normal(2, 3, 4)], ["axis": 0]),
    Sample([.normal(2, 3, 4)], ["axis": 3]), Sample([.normal(2, 3, 4)], ["axis": 2]),
    Sample([.normal(2, 3, 4)], ["axis": -1]).since(11),
    Sample([.normal(2, 3, 4)], ["axis": -3]).since(11), Sample([.normal(0, 3)]),
    Sample([.special(33)]),
    Sample([.normal()], ["axis": 0]).since(9),
    .refused(.range, "axis is inside the rank", [.normal(2, 3)], ["axis": 3]),
  ]

  let axis: Int

  init(_ node: NodeReader) throws(OperatorError) { axis = try node[Self.axis] }

  func reshaped(
    _ dims: [Dimension]?, _ inputs: Inference
  ) throws(OperatorError) -> [Dimension]? {
    guard let dims else { return [.unknown, .unknown] }
    guard (-dims.count...dims.count).contains(axis) else { throw .axis(axis, rank: dims.count) }
    let split = axis < 0 ? axis + dims.count : axis
    return [dims[..<split].reduce(1, *), dims[split...].reduce(1, *)]
  }
}

extension Flatten: DifferentiableReshape {}
