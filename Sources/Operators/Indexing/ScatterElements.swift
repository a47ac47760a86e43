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
