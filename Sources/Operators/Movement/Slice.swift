import Graphs
import Tensors

/// Every `step`-th element of an axis from `start` up to `end`, for the named axes.
///
/// Negative starts and ends count from the back; both are clamped to the axis. A negative step
/// walks backwards.
///
/// - Throws: `.mismatch` for a step of 0 or lists of different lengths.
/// - Source: ONNX Slice, opsets 1, 10, 11, 13. In opset 1 the lists are attributes and steps are 1.
struct Slice: StridedMovement {
  static let axes = AttributeKey<[Int]>("axes")
  static let ends = AttributeKey<[Int]>("ends")
  static let starts = AttributeKey<[Int]>("starts")
  static let schema = OperatorSchema(
    "Slice",
    inputs: [
      .one("data", "T"), .one("starts", "Tind"), .one("ends", "Tind"), .optional("axes", "Tind"),
      .optional("steps", "Tind"),
    ], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .classic],
        attributes: [axes.optional, ends.required, starts.required],
        inputs: [.one("data", "T")]),
      .since(10, ["T": .classic, "Tind": [.int32, .int64]]),
      .since(11, ["T": .classic, "Tind": [.int32, .int64]]),
      .since(13, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(5, 7)], ["starts": [1, 2], "ends": [4, 6]]).before(10),
    Sample([.normal(5, 7)], ["starts": [-3], "ends": [100], "axes": [1]]).before(10),
    Sample([.normal(5, 7)], ["starts": [3], "ends": [1], "axes": [0]]).before(10),
    Sample([.normal(5, 7), .list(1, 2), .list(4, 6)]).since(10),
    Sample([.normal(5, 7), .list(-3), .list(100), .list(1)]).since(10),
    Sample([.normal(5, 7), .list(0, 6), .list(5, 0), .list(0, 1), .list(2, -2)]).since(10),
    Sample([
      .normal(5, 7), .list(-1).constant, .list(-100).constant, .list(0).constant,
      .list(-1).constant,
    ]).since(10),
    Sample([.normal(5, 7), .list(3), .list(1), .list(-1)]).since(10),
    Sample([.normal(2, 3, 33), .list(1), .list(33), .list(2).constant, .list(5).constant]).since(
      10),
    Sample([.normal(5, 7), .list(1, 2), .list(4, 6), nil, .list(1, 3)]).since(10),
    Sample([.special(48), .list(0), .list(9_223_372_036_854_774_784)]).since(10).types(
      "Tind", [.int64]),
    Sample([.normal(0, 7), .list(1), .list(4)]).since(10),
    Sample([.normal(65_537, 3), .list(1).constant, .list(3).constant, .list(1).constant]).since(10)
      .types("T", [.float]),
    .refused(.value, "a step is not 0", [.normal(5, 7), .list(1), .list(4), .list(0), .list(0)])
      .since(10),
    .refused(.shape, "starts and ends are as many", [.normal(5, 7), .list(1, 2), .list(4)]).since(
      10),
    .refused(.range, "an axis is inside the rank", [.normal(5, 7), .list(1), .list(4), .list(2)])
      .since(10),
    .refused(
      .value, "an axis is named once", [.normal(5, 7), .list(1, 1), .list(4, 4), .list(0, 0)]
    ).since(10),
  ]

  private struct Lists: Sendable {
    var starts: [Int]
    var ends: [Int]
    var axes: [Int]?
    var steps: [Int]?
  }

  private struct Walk {
    var start = 0
    var count: Int
    var step = 1

    /// The elements of an axis of `extent`, from `start` up to `end`.
    init(_ extent: Int, from start: Int, to end: Int, by step: Int) {
      func clamp(_ position: Int, _ low: Int, _ high: Int) -> Int {
        min(max(position < 0 ? position + extent : position, low), high)
      }
      let isForward = step > 0
      let first = clamp(start, 0, isForward ? extent : extent - 1)
      let last = clamp(end, isForward ? 0 : -1, isForward ? extent : extent - 1)
      let distance = isForward ? last - first : first - last
      self.start = max(first, 0)
      count = distance > 0 ? 1 + (distance - 1) / Int(clamping: step.magnitude) : 0
      self.step = count > 1 ? step : 1
    }
  }

  private let attributes: Lists?

  init(_ node: NodeReader) throws(OperatorError) {
    guard node.opset < 10 else {
      attributes = nil
      return
    }
    attributes = Lists(
      starts: try node[Self.starts], ends: try node[Self.ends], axes: node[ifPresent: Self.axes])
  }

  /// The lists; `nil` while one that is given is not known.
  private func lists(_ inputs: Inference) throws(OperatorError) -> Lists? {
    if let attributes { return attributes }
    _ = try inputs.type(1)
    _ = try inputs.type(2)
    guard let starts = inputs.knownIntegers(1), let ends = inputs.knownIntegers(2) else {
      return nil
    }
    let (axes, steps) = (inputs.knownIntegers(3), inputs.knownIntegers(4))
    guard axes != nil || !inputs.has(3), steps != nil || !inputs.has(4) else { return nil }
    return Lists(starts: starts, ends: ends, axes: axes, steps: steps)
  }

  /// For each axis that is cut, its number and what is asked.
  private func cuts(
    _ lists: Lists, rank: Int
  ) throws(OperatorError) -> [(axis: Int, start: Int, end: Int, step: Int)] {
    let axes = lists.axes ?? Array(0..<lists.starts.count)
    let steps = lists.steps ?? axes.map { _ in 1 }
    guard lists.starts.count == axes.count, lists.ends.count == axes.count,
      steps.count == axes.count
    else {
      throw .mismatch(
        "\(lists.starts.count) starts, \(lists.ends.count) ends, \(axes.count) axes and "
          + "\(steps.count) steps do not pair up")
    }
    var cut: Set<Int> = []
    return try axes.indices.map { k throws(OperatorError) in
      guard steps[k] != 0 else { throw .mismatch("a slice has a step of 0") }
      guard (-rank..<rank).contains(axes[k]) else { throw .axis(axes[k], rank: rank) }
      let axis = axes[k] < 0 ? axes[k] + rank : axes[k]
      guard cut.insert(axis).inserted else {
        throw .mismatch("axes \(axes) name axis \(axis) twice")
      }
      return (axis, lists.starts[k], lists.ends[k], steps[k])
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard var dims = x.dims else { return [.tensor(x)] }
    guard let lists = try lists(inputs) else {
      let axes =
        inputs.has(3) ? inputs.knownIntegers(3) : inputs.length(1).map { Array(0..<$0) }
      for axis in try axes.map({ axes throws(OperatorError) in
        try resolve(axes: axes, rank: dims.count)
      }) ?? Array(dims.indices) where axis < dims.count {
        dims[axis] = .unknown
      }
      return [.tensor(TensorType(x.dtype, dims))]
    }
    for cut in try cuts(lists, rank: dims.count) {
      if let extent = dims[cut.axis].value {
        dims[cut.axis] = .known(Walk(extent, from: cut.start, to: cut.end, by: cut.step).count)
      } else if cut.start != 0 || cut.step != 1 || cut.end < Int(Int32.max) {
        dims[cut.axis] = .unknown
      }
    }
    return [.tensor(TensorType(x.dtype, dims))]
  }

  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView] {
    for index in 1..<max(inputs.types.count, 2) { _ = try inputs.integers(index) }
    guard let lists = try lists(inputs) else { throw .unknownValue(input: 1) }
    var view = StridedView(shape: shape, strides: shape.strides)
    for cut in try cuts(lists, rank: shape.rank) {
      let walk = Walk(shape[cut.axis], from: cut.start, to: cut.end, by: cut.step)
      view.start += walk.start * shape.strides[cut.axis]
      view.shape.dims[cut.axis] = walk.count
      view.strides[cut.axis] = shape.strides[cut.axis] * walk.step
    }
    if view.shape.count == 0 { view.start = 0 }
    view.dims = view.shape.dims
    return [view]
  }
}

extension Slice: DifferentiableMovement {}
