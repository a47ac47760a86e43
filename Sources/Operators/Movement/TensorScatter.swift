import Graphs
import Tensors

/// A cache with an update written into its sequence axis, at one index a batch entry.
///
/// - Throws: `.index` where a linear write leaves the cache.
/// - Source: ONNX TensorScatter, opset 24.
struct TensorScatter: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let mode = AttributeKey<String>("mode")
  static let schema = OperatorSchema(
    "TensorScatter",
    inputs: [
      .one("past_cache", "T"), .one("update", "T"), .optional("write_indices", "tensor(int64)"),
    ], outputs: [.one("present_cache", "T")],
    history: [
      .since(
        24, ["T": .ir12],
        attributes: [axis.or(-2), mode.or("linear")])
    ])
  static let samples: [Sample] = [
    Sample([.normal(2, 5, 3), .normal(2, 2, 3), .list(1, 3)]),
    Sample([.normal(2, 5, 3), .normal(2, 2, 3)]),
    Sample([.normal(2, 2, 5, 3), .normal(2, 2, 1, 3), .list(4, 0).constant]),
    Sample([.normal(2, 5, 3), .normal(2, 3, 3), .list(4, 2)], ["mode": "circular"]),
    Sample([.normal(2, 3, 5), .normal(2, 3, 2), .list(3, 0)], ["axis": -1]),
    Sample([.normal(1, 5, 3), .normal(1, 5, 3)], ["axis": 1]),
    .refused(
      .range, "in linear mode the update fits", [.normal(2, 5, 3), .normal(2, 2, 3), .list(4, 0)]),
    .refused(
      .attribute, "axis is not that of batches", [.normal(2, 5, 3), .normal(2, 2, 3), .list(0, 0)],
      ["axis": 0]),
    .refused(
      .attribute, "mode is linear or circular", [.normal(2, 5, 3), .normal(2, 2, 3)],
      ["mode": "ring"]),
  ]
  static let tolerance = Tolerance.exact

  let axis: Int
  let isCircular: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    let mode = try node[Self.mode]
    guard mode == "linear" || mode == "circular" else {
      throw .attribute("mode", found: "'\(mode)'", expected: "linear or circular")
    }
    isCircular = mode == "circular"
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (cache, update) = (try inputs.tensor(0), try inputs.tensor(1))
    if let dims = cache.dims, let other = update.dims {
      let axis = try position(rank: dims.count)
      guard dims.count == other.count else {
        throw .rank(input: 1, found: other.count, expected: "\(dims.count)")
      }
      for k in dims.indices where k != axis && dims[k].merged(with: other[k]) == nil {
        throw .mismatch("the update has extent \(other[k]) along axis \(k), the cache \(dims[k])")
      }
      if let length = other[axis].value, let most = dims[axis].value, length > most {
        throw .mismatch("an update of \(length) does not fit into a cache of \(most)")
      }
      if let count = inputs.length(2), let batch = dims[0].value, count != batch {
        throw .mismatch("\(count) write indices were given for a batch of \(batch)")
      }
    }
    return [.tensor(cache)]
  }

  private func position(rank: Int) throws(OperatorError) -> Int {
    let position = try resolve(axis: axis, rank: rank)
    guard position > 0, position < rank else {
      throw .attribute("axis", found: "\(axis)", expected: "an axis other than the batch")
    }
    return position
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.bytes(0) + request.bytes(1) + request.list(2) + request.table()
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (cache, update) = (try inputs.tensor(0), try inputs.tensor(1))
    _ = try infer(inputs.inference)
    let axis = try position(rank: cache.rank)
    let (most, length) = (cache.shape[axis], update.shape[axis])
    let starts = try inputs.integers(2) ?? Array(repeating: 0, count: cache.shape[0])
    let block = cache.shape.dims[(axis + 1)...].reduce(1, *)
    let prefixes = cache.shape.dims[..<axis].reduce(1, *)
    let both = try Tensor.concatenating([try flat(cache), try flat(update)], axis: 0)
    var rows = (0..<prefixes * most).map { $0 * block }
    for prefix in 0..<prefixes {
      let start = starts[prefix / max(prefixes / max(cache.shape[0], 1), 1)]
      for k in 0..<length {
        let (sum, overflow) = start.addingReportingOverflow(k)
        let target = isCircular && !overflow ? (sum % most + most) % most : sum
        guard !overflow, (0..<most).contains(target) else { throw .index(start, extent: most) }
        rows[prefix * most + target] = cache.count + (prefix * length + k) * block
      }
    }
    return [.tensor(try both.gatheringBlocks(rows, of: block, shape: cache.shape))]
  }

  private func flat(_ x: Tensor) throws(OperatorError) -> Tensor {
    try tensors { () throws(TensorError) in try x.reshaped(to: [x.count]) }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    let update = try request.tensor(1).shape
    let axis = try position(rank: shape.rank)
    var bindings: [Binding] = [
      .read("x", .input(0), dtype.carrier), .read("update", .input(1), dtype.carrier),
      .write("y", .output(0), dtype.carrier),
    ]
    if request.has(2) {
      bindings += [.read("starts", .input(2), .int64), .indexFault(shape[axis])]
    }
    return .dispatches([
      Dispatch(
        "Movement/TensorScatter.comp",
        defines: [
          "IS_CIRCULAR": isCircular ? "1" : "0", "HAS_STARTS": request.has(2) ? "1" : "0",
        ], bindings: bindings,
        parameters: [
          .uint("count", shape.count), .uint("block", shape.dims[(axis + 1)...].reduce(1, *)),
          .uint("most", shape[axis]), .uint("written", update[axis]),
          .uint("batch_stride", shape.strides[0]),
        ], invocations: (shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}
