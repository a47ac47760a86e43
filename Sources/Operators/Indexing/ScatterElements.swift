import Graphs
import Tensors

/// The input with one element an index replaced or, since opset 16, joined by an update.
///
/// - Throws: `.index` outside of the axis. A device leaves such an update out.
/// - Source: ONNX ScatterElements, opsets 11, 13, 16, 18.
struct ScatterElements: ElementScatter {
  static let axis = AttributeKey<Int>("axis")
  static let reduction = AttributeKey<String>("reduction")
  static let schema = OperatorSchema(
    "ScatterElements", inputs: [.one("data", "T"), .one("indices", "Tind"), .one("updates", "T")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        11, ["T": .classic, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)]),
      .since(
        13, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)]),
      .since(
        16, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]],
        attributes: [axis.or(0), reduction.or("none")]),
      .since(
        18, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]],
        attributes: [axis.or(0), reduction.or("none")]),
    ])
  static let samples: [Sample] =
    plainSamples + [
      Sample([.normal(3, 4), .list([-1, -3], [1, 2]), .normal(1, 2)], ["axis": 0]),
      Sample([.normal(3, 4), .list([-1, 1], [1, 2]), .normal(1, 2)], ["axis": -1]),
      Sample([.normal(300), .list([299, 0, 7], [3]).constant, .normal(3)], ["reduction": "none"])
        .since(16),
    ]
    + ScatterReduction.samples([
      Sample([.normal(3, 4), .list([0, 2, 1, 0, 0, 2, 1, 1], [2, 4]), .normal(2, 4)]),
      Sample([.normal(5), .list(1, 1, 1, -1), .normal(4)], ["axis": -1]),
      Sample([.strewn(67, 5), .integers(-67...66, 9, 5), .strewn(9, 5)]),
    ]) + [
      .refused(
        .attribute, "reduction is one of the known", [.normal(3), .list(0), .normal(1)],
        ["reduction": "mean"]
      ).since(16)
    ]

  let axis: Int
  let reduction: ScatterReduction

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    reduction = try ScatterReduction(node[ifPresent: Self.reduction])
  }
}

extension ScatterElements: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (indices, updates, dy) = (try site.input(1), try site.input(2), try site.dy)
    guard reduction == .none || reduction == .add else {
      throw .unsupported("the derivative of ScatterElements with this reduction")
    }
    return [
      reduction == .add
        ? dy
        : try site.writer.apply(
          .scatterElements, dy, indices, updates.filled(0), attributes: ["axis": .int(Int64(axis))]),
      nil,
      try site.writer.apply(.gatherElements, dy, indices, attributes: ["axis": .int(Int64(axis))]),
    ]
  }
}
