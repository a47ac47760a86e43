import Graphs
import Tensors

/// One element for each index, from the index's own place along the other axes.
///
/// `Y[i, j, k] = X[i, indices[i, j, k], k]` for axis 1.
///
/// - Throws: `.index` outside of the axis. On a device such an index reads the nearest element.
/// - Source: ONNX GatherElements, opsets 11, 13.
struct GatherElements: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "GatherElements", inputs: [.one("data", "T"), .one("indices", "Tind")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        11, ["T": .classic, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)]),
      .since(
        13, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 4), .integers(0...2, 2, 4)]),
    Sample([.normal(3, 4), .integers(0...3, 3, 6)], ["axis": 1]),
    Sample([.normal(3, 4), .integers(-4 ... -1, 3, 2)], ["axis": -1]),
    Sample([.special(48), .integers(0...47, 20)]),
    Sample([.strewn(67, 5), .integers(-67...66, 9, 5)]),
    Sample([.normal(2, 3, 4), .integers(0...2, 2, 2, 4)], ["axis": 1]),
    Sample([.normal(3, 4), .list([], [0, 4])]),
    Sample([.normal(300), .integers(0...299, 129).constant]),
    .refused(.range, "an index is inside the axis", [.normal(3, 4), .list([3], [1, 1])]),
    .refused(.shape, "the ranks are equal", [.normal(3, 4), .list(0, 1)]),
    .refused(.range, "axis is inside the rank", [.normal(3), .list(0)], ["axis": 1]),
  ]
  static let tolerance = Tolerance.exact

  let axis: Int

  init(_ node: NodeReader) throws(OperatorError) { axis = try node[Self.axis] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, indices) = (try inputs.tensor(0), try inputs.tensor(1))
    if let dims = x.dims, let picked = indices.dims {
      try ElementwiseIndex.check(dims, picked, axis: axis)
    }
    return [.tensor(TensorType(x.dtype, indices.dims))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.list(1) * 2 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let indices = try inputs.tensor(1)
    let sources = try ElementwiseIndex.offsets(
      try inputs.indices(1), indices.shape, in: x.shape, axis: axis)
    return [.tensor(try ElementGathering(sources: sources)([x], shape: indices.shape))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    let indices = try request.tensor(1)
    let axis = try resolve(axis: axis, rank: shape.rank)
    var strides = shape.strides
    strides[axis] = 0
    return .dispatches([
      Dispatch(
        "Indexing/GatherElements.comp", defines: ["RANK": "\(shape.rank)u"],
        bindings: [
          .read("x", .input(0), dtype.carrier), .read("indices", .input(1), indices.dtype),
          .write("y", .output(0), dtype.carrier), .indexFault(shape[axis], fromEnd: true),
        ],
        parameters: [
          .uint("count", indices.shape.count), .uints("dims", indices.shape.dims),
          .uints("strides", strides), .uint("extent", shape[axis]),
          .uint("step", shape.strides[axis]),
        ], invocations: (indices.shape.count, 1, 1), localSize: [256, 1, 1],
        tripBound: shape.rank)
    ])
  }
}

/// Indices along one axis that keep their own place along the others.
enum ElementwiseIndex {
  /// - Throws: `.rank` or `.mismatch` unless the indices lie within the data's other extents.
  static func check(
    _ dims: [Dimension], _ indices: [Dimension], axis: Int
  ) throws(OperatorError) {
    guard dims.count == indices.count, !dims.isEmpty else {
      throw .rank(input: 1, found: indices.count, expected: "\(max(dims.count, 1)), as the data's")
    }
    let axis = try resolve(axis: axis, rank: dims.count)
    for k in dims.indices where k != axis {
      if let extent = dims[k].value, let count = indices[k].value, count > extent {
        throw .mismatch("indices of extent \(count) along axis \(k) leave the data's \(extent)")
      }
    }
  }

  /// The offset in `data` of each index, in the indices' order.
  static func offsets(
    _ indices: Buffer<Int>, _ shape: Shape, in data: Shape, axis: Int
  ) throws(OperatorError) -> Buffer<Int> {
    let axis = try resolve(axis: axis, rank: data.rank)
    var strides = data.strides
    let (step, extent) = (strides[axis], data[axis])
    strides[axis] = 0
    let plan = BroadcastPlan(dims: shape.dims, strides: [strides])
    var outside: Int?
    let offsets = Buffer<Int>(count: indices.count) { out in
      guard let target = out.baseAddress else { return }
      plan.forEachRow { row, starts, count in
        let (given, found, stride) = (indices.base + row, target + row, plan.step(0))
        for i in 0..<count {
          let place = given[i] < 0 ? given[i] &+ extent : given[i]
          if place < 0 || place >= extent { outside = outside ?? given[i] }
          found[i] = starts[0] &+ i &* stride &+ place &* step
        }
      }
      withExtendedLifetime(indices) {}
    }
    if let outside { throw .index(outside, extent: extent, fromEnd: true) }
    return offsets
  }
}

/// `Y[i] = X[sources[i]]`.
///
/// - Precondition: sources lie inside.
private struct ElementGathering: WordMovement {
  let sources: Buffer<Int>

  var count: Int { sources.count }

  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>]) {
    let (from, places) = (x[0].base, sources.base)
    for i in 0..<sources.count { (y + i).initialize(to: from[places[i]]) }
    withExtendedLifetime(sources) {}
  }
}

extension GatherElements: DifferentiableMovement {}
