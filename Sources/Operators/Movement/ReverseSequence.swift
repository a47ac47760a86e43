import Graphs
import Tensors

/// Reverses the first `sequence_lens[b]` elements of each sequence; the rest stays in place.
///
/// - Throws: `.index` for a length beyond the time axis.
/// - Source: ONNX ReverseSequence, opsets 10, 28.
struct ReverseSequence: Operator {
  static let batchAxis = AttributeKey<Int>("batch_axis")
  static let timeAxis = AttributeKey<Int>("time_axis")
  static let schema = OperatorSchema(
    "ReverseSequence", inputs: [.one("input", "T"), .one("sequence_lens", "tensor(int64)")],
    outputs: [.one("Y", "T")],
    history: [
      .since(
        10, ["T": .classic],
        attributes: [batchAxis.or(1), timeAxis.or(0)]),
      .since(
        28, ["T": .classicAndBFloat16],
        attributes: [batchAxis.or(1), timeAxis.or(0)]),
    ])
  static let samples: [Sample] = [
    Sample([.distinct(4, 3), .list(4, 2, 1)]),
    Sample([.distinct(3, 4), .list(1, 4, 2)], ["batch_axis": 0, "time_axis": 1]),
    Sample([.normal(5, 2, 3), .list(5, 3)]), Sample([.special(8, 3), .list(8, 1, 5)]),
    Sample([.normal(4, 1, 2), .list(2).constant]),
    .refused(.shape, "sequence_lens has a number for each batch", [.normal(4, 3), .list(4, 2)]),
    .refused(
      .attribute, "batch and time are two axes", [.normal(4, 3), .list(1, 2, 3)],
      ["batch_axis": 1, "time_axis": 1]),
    .refused(.range, "a length is at most the axis", [.normal(4, 3), .list(5, 2, 1)]),
  ]
  static let tolerance = Tolerance.exact

  let batchAxis: Int
  let timeAxis: Int

  init(_ node: NodeReader) throws(OperatorError) {
    batchAxis = try node[Self.batchAxis]
    timeAxis = try node[Self.timeAxis]
    guard [batchAxis, timeAxis].sorted() == [0, 1] else {
      throw .mismatch("batch axis \(batchAxis) and time axis \(timeAxis) are not 0 and 1")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    _ = try inputs.tensor(1)
    if let dims = x.dims {
      guard dims.count >= 2 else {
        throw .rank(input: 0, found: dims.count, expected: "at least 2")
      }
      if let count = inputs.length(1), let batch = dims[batchAxis].value, count != batch {
        throw .mismatch("\(count) lengths were given for a batch of \(batch)")
      }
    }
    return [.tensor(x)]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    let rows = try request.inputs.tensor(0).dims.flatMap { Array($0.prefix(2)).product }
    return request.list(1) + .of(rows, Int.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    _ = try infer(inputs.inference)
    guard let lengths = try inputs.integers(1) else { throw .missingInput(1) }
    let (batch, time) = (x.shape[batchAxis], x.shape[timeAxis])
    let strides = x.shape.strides
    let block = x.shape.dims.dropFirst(2).reduce(1, *)
    for length in lengths where length < 0 || length > time {
      throw .index(length, extent: time + 1)
    }
    var rows = [Int](repeating: 0, count: batch * time)
    for b in 0..<batch {
      for t in 0..<time {
        let source = t < lengths[b] ? lengths[b] - 1 - t : t
        rows[(b * strides[batchAxis] + t * strides[timeAxis]) / max(block, 1)] =
          b * strides[batchAxis] + source * strides[timeAxis]
      }
    }
    return [.tensor(try x.gatheringBlocks(rows, of: block, shape: x.shape))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    return .dispatches([
      Dispatch(
        "Movement/ReverseSequence.comp",
        bindings: [
          .read("x", .input(0), dtype.carrier), .read("lengths", .input(1), .int64),
          .write("y", .output(0), dtype.carrier), .indexFault(shape[timeAxis] + 1),
        ],
        parameters: [
          .uint("count", shape.count), .uint("time", shape[timeAxis]),
          .uint("batch", shape[batchAxis]), .uint("time_stride", shape.strides[timeAxis]),
          .uint("batch_stride", shape.strides[batchAxis]),
        ], invocations: (shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

extension ReverseSequence: DifferentiableMovement {}
