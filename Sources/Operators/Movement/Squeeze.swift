import Graphs
import Tensors

/// Removes axes of extent 1: those named, or all.
///
/// - Throws: `.mismatch` when a named axis has another extent.
/// - Source: ONNX Squeeze, opsets 1, 11, 13, 21, 23, 24, 25.
struct Squeeze: Reshaping {
  static let axes = AttributeKey<[Int]>("axes")
  static let schema = OperatorSchema(
    "Squeeze", inputs: [.one("data", "T"), .optional("axes", "tensor(int64)")],
    outputs: [.one("squeezed", "T")],
    history: [
      .since(
        1, ["T": .classic],
        attributes: [axes.optional],
        inputs: [.one("data", "T")]),
      .since(
        11, ["T": .classic],
        attributes: [axes.optional],
        inputs: [.one("data", "T")]),
      .since(13, ["T": .classicAndBFloat16]),
      .since(21, ["T": .ir10]),
      .since(23, ["T": .ir11]),
      .since(24, ["T": .ir12]),
      .since(25, ["T": .ir13]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(1, 3, 1, 2)]), Sample([.normal(3, 1, 2)], ["axes": [1]]).before(13),
    Sample([.normal(1, 3, 1)], ["axes": [0, 2]]).before(13),
    Sample([.normal(3, 1)], ["axes": [-1]]).since(11).before(13),
    Sample([.normal(3, 1, 2), .list(1)]).since(13),
    Sample([.normal(1, 3, 1), .list(-1, 0).constant]).since(13),
    Sample([.special(1, 33), .list(0)]).since(13), Sample([.normal(1, 0), .list(0)]).since(13),
    Sample([.normal(1, 1)]).since(13),
    .refused(.shape, "a squeezed extent is 1", [.normal(3, 2), .list(1)]).since(13),
    .refused(.range, "an axis is inside the rank", [.normal(3, 1), .list(2)]).since(13),
  ]

  let axes: [Int]?
  let takesAxesAsInput: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axes = node[ifPresent: Self.axes]
    takesAxesAsInput = node.revision.inputs.count > 1
  }

  func reshaped(
    _ dims: [Dimension]?, _ inputs: Inference
  ) throws(OperatorError) -> [Dimension]? {
    guard let dims else { return nil }
    let isGiven = takesAxesAsInput ? inputs.has(1) : axes != nil
    guard isGiven else {
      return dims.contains { $0.value == nil } ? nil : dims.filter { $0 != 1 }
    }
    guard let asked = takesAxesAsInput ? inputs.knownIntegers(1) : axes else {
      return inputs.length(1).flatMap { count in
        dims.count >= count ? Array(repeating: .unknown, count: dims.count - count) : nil
      }
    }
    let squeezed = try resolve(axes: asked, rank: dims.count)
    for axis in squeezed {
      if let extent = dims[axis].value, extent != 1 {
        throw .mismatch("axis \(axis) has extent \(extent) and cannot be squeezed")
      }
    }
    return dims.indices.filter { !squeezed.contains($0) }.map { dims[$0] }
  }
}

extension Squeeze: DifferentiableReshape {}
