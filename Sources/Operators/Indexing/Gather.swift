import Graphs
import Tensors

/// The slices of an axis that the indices name, which may count from the back.
///
/// `Y[o…, k…, i…] = X[o…, indices[k…], i…]`.
///
/// - Throws: `.index` outside of the axis. On a device such an index reads the nearest slice.
/// - Source: ONNX Gather, opsets 1, 11, 13.
struct Gather: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "Gather", inputs: [.one("data", "T"), .one("indices", "Tind")], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .classic, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)]),
      .since(
        11, ["T": .classic, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)]),
      .since(
        13, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]],
        attributes: [axis.or(0)]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(5, 4), .list(0, 4, 2)]),
    Sample([.normal(3, 5, 2), .list([0, 4, 1, 1], [2, 2])], ["axis": 1]),
    Sample([.normal(5, 4), .scalar(3)]),
    Sample([.normal(5, 4), .list(-1, -5, 0)], ["axis": 0]).since(11),
    Sample([.normal(3, 5), .list(2, 0)], ["axis": -1]).since(11),
    Sample([.strewn(67, 5), .integers(-67...66, 3, 9)]).since(11),
    Sample([.special(48), .integers(0...47, 20)]), Sample([.normal(5, 4), .list([], [0])]),
    Sample([.normal(300, 3), .integers(0...299, 65).constant]), Sample([.normal(5, 0), .list(1)]),
    Sample([.normal(1), .list([0], [1, 1, 1])]),
    .refused(.range, "an index is inside the axis", [.normal(5, 4), .list(5)]),
    .refused(.range, "an index is inside the axis", [.normal(5, 4), .list(-6)]),
    .refused(.range, "axis is inside the rank", [.normal(5, 4), .list(0)], ["axis": 2]),
    .refused(.shape, "data has an axis", [.normal(), .list(0)]),
  ]
  static let tolerance = Tolerance.exact

  let axis: Int

  init(_ node: NodeReader) throws(OperatorError) { axis = try node[Self.axis] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, indices) = (try inputs.tensor(0), try inputs.tensor(1))
    guard let dims = x.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    let axis = try position(rank: dims.count)
    guard let picked = indices.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    return [
      try TensorType(x.dtype, dims[..<axis] + picked + dims[(axis + 1)...]).checked()
    ]
  }

  private func position(rank: Int) throws(OperatorError) -> Int {
    guard rank > 0 else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    return try resolve(axis: axis, rank: rank)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let x = try request.inputs.tensor(0)
    let outer = try x.dims.map { dims throws(OperatorError) in
      Array(dims[..<(try position(rank: dims.count))]).product ?? .max
    }
    return request.list(1) + request.list(1) * (outer ?? 0)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let output = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let x = try inputs.tensor(0)
    let axis = try position(rank: x.rank)
    let extent = x.shape[axis]
    var indices = try inputs.integers(1) ?? []
    for (k, index) in indices.enumerated() {
      guard (-extent..<extent).contains(index) else {
        throw .index(index, extent: extent, fromEnd: true)
      }
      if index < 0 { indices[k] += extent }
    }
    let block = x.shape.dims[(axis + 1)...].reduce(1, *)
    let outer = x.shape.dims[..<axis].reduce(1, *)
    var starts: [Int] = []
    starts.reserveCapacity(outer * indices.count)
    for o in 0..<outer {
      for index in indices { starts.append((o * extent + index) * block) }
    }
    return [.tensor(try x.gatheringBlocks(starts, of: block, shape: try output.extent()))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    let indices = try request.tensor(1)
    let count = try request.output(0).shape.count
    let axis = try position(rank: shape.rank)
    return .dispatches([
      Dispatch(
        "Indexing/Gather.comp",
        bindings: [
          .read("x", .input(0), dtype.carrier), .read("indices", .input(1), indices.dtype),
          .write("y", .output(0), dtype.carrier), .indexFault(shape[axis], fromEnd: true),
        ],
        parameters: [
          .uint("count", count), .uint("extent", shape[axis]),
          .uint("block", shape.dims[(axis + 1)...].reduce(1, *)),
          .uint("picked", indices.shape.count),
        ], invocations: (count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

extension Gather: DifferentiableMovement {}
