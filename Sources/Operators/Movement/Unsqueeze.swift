import Graphs
import Tensors

/// Inserts axes of extent 1; the axes are counted in the output.
///
/// - Source: ONNX Unsqueeze, opsets 1, 11, 13, 21, 23, 24, 25.
struct Unsqueeze: Reshaping {
  static let axes = AttributeKey<[Int]>("axes")
  static let schema = OperatorSchema(
    "Unsqueeze", inputs: [.one("data", "T"), .one("axes", "tensor(int64)")],
    outputs: [.one("expanded", "T")],
    history: [
      .since(
        1, ["T": .classic],
        attributes: [axes.required],
        inputs: [.one("data", "T")]),
      .since(
        11, ["T": .classic],
        attributes: [axes.required],
        inputs: [.one("data", "T")]),
      .since(13, ["T": .classicAndBFloat16]),
      .since(21, ["T": .ir10]),
      .since(23, ["T": .ir11]),
      .since(24, ["T": .ir12]),
      .since(25, ["T": .ir13]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 2)], ["axes": [0]]).before(13),
    Sample([.normal(3, 2)], ["axes": [1, 3]]).before(13),
    Sample([.normal(3)], ["axes": [-1]]).since(11).before(13),
    Sample([.normal(3, 2), .list(0)]).since(13), Sample([.normal(3, 2), .list(3, 1)]).since(13),
    Sample([.normal(3), .list(-1).constant]).since(13), Sample([.normal(), .list(0)]).since(13),
    Sample([.normal(0), .list(1)]).since(13), Sample([.special(33), .list(0, 2)]).since(13),
    .refused(.range, "an axis is inside the output's rank", [.normal(3), .list(2)]).since(13),
    .refused(.value, "an axis is named once", [.normal(3), .list(0, 0)]).since(13),
    .refused(.missing, "axes is required", [.normal(3)]).since(13),
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
    if takesAxesAsInput { _ = try inputs.type(1) }
    guard let dims else { return nil }
    guard let asked = takesAxesAsInput ? inputs.knownIntegers(1) : axes else {
      return inputs.length(1).map { Array(repeating: .unknown, count: dims.count + $0) }
    }
    let inserted = try resolve(axes: asked, rank: dims.count + asked.count)
    guard inserted.count == asked.count else {
      throw .attribute("axes", found: "\(asked)", expected: "axes that differ")
    }
    var result = dims
    for axis in inserted { result.insert(1, at: axis) }
    return result
  }
}

extension Unsqueeze: DifferentiableReshape {}
