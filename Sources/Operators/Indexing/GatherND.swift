import Graphs
import Tensors

/// The slices that index tuples name: the last axis of the indices is a position in the leading
/// axes.
///
/// - Throws: `.index` outside of an axis. On a device such an index reads the nearest slice.
/// - Source: ONNX GatherND, opsets 11, 12, 13; the first `batch_dims` axes, since 12, pair up.
struct GatherND: Operator {
  static let batchDims = AttributeKey<Int>("batch_dims")
  static let schema = OperatorSchema(
    "GatherND", inputs: [.one("data", "T"), .one("indices", "tensor(int64)")],
    outputs: [.one("output", "T")],
    history: [
      .since(11, ["T": .classic]),
      .since(
        12, ["T": .classic],
        attributes: [batchDims.or(0)]),
      .since(
        13, ["T": .classicAndBFloat16],
        attributes: [batchDims.or(0)]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 4), .list([0, 1, 2, 3], [2, 2])]),
    Sample([.normal(3, 4), .list([2, 0], [2, 1])]),
    Sample([.normal(3, 4, 2), .list([0, 1, 2, 3, 1, 1], [3, 1, 2])]),
    Sample([.normal(3, 4), .list([-1, -4], [1, 2])]),
    Sample([.normal(2, 3, 4), .list([1, 2], [2, 1])], ["batch_dims": 1]).since(12),
    Sample([.normal(2, 2, 4), .list([1, 2, 3, 0], [2, 2, 1])], ["batch_dims": 2]).since(12),
    Sample([.normal(2, 3, 4), .list([-1, -3, 2, 0], [2, 2, 1])], ["batch_dims": 1]).since(12),
    Sample([.special(48), .integers(0...47, 20, 1)]), Sample([.normal(3, 4), .list([], [0, 2])]),
    .refused(.range, "an index is inside its axis", [.normal(3, 4), .list([3, 0], [1, 2])]),
    .refused(
      .shape, "an index has at most as many numbers as there are axes",
      [.normal(3, 4), .list([0, 0, 0], [1, 3])]),
    .refused(
      .shape, "the batches are equal", [.normal(2, 3, 4), .list([1, 2, 0], [3, 1])],
      ["batch_dims": 1]
    ).since(12),
  ]
  static let tolerance = Tolerance.exact

  let batchAxes: Int

  init(_ node: NodeReader) throws(OperatorError) {
    batchAxes = node[ifPresent: Self.batchDims] ?? 0
    guard batchAxes >= 0 else {
      throw .attribute("batch_dims", found: "\(batchAxes)", expected: "no negative number")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, indices) = (try inputs.tensor(0), try inputs.tensor(1))
    guard let dims = x.dims, let tuples = indices.dims else {
      return [.tensor(TensorType(x.dtype, nil))]
    }
    guard !tuples.isEmpty, !dims.isEmpty, batchAxes < min(dims.count, tuples.count) else {
      throw .mismatch(
        "data of rank \(dims.count) and indices of rank \(tuples.count) do not share "
          + "\(batchAxes) axes")
    }
    for axis in 0..<batchAxes where dims[axis].merged(with: tuples[axis]) == nil {
      throw .mismatch("data has \(dims[axis]) batches along axis \(axis), indices \(tuples[axis])")
    }
    guard let length = tuples.last?.value else { return [.tensor(TensorType(x.dtype, nil))] }
    guard (0...dims.count - batchAxes).contains(length) else {
      throw .mismatch("index tuples of \(length) do not suit data of rank \(dims.count)")
    }
    return [
      try TensorType(x.dtype, tuples.dropLast() + dims[(batchAxes + length)...]).checked()
    ]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.list(1) * 2 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let output = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let x = try inputs.tensor(0)
    let tuples = try inputs.tensor(1).shape
    let index = TupleIndex(data: x.shape, tuples: tuples, batchAxes: batchAxes)
    return [
      .tensor(
        try x.gatheringBlocks(
          try index.starts(try inputs.indices(1)), of: index.block,
          shape: try output.extent()))
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    let (indexType, tuples) = try request.tensor(1)
    let index = TupleIndex(data: shape, tuples: tuples, batchAxes: batchAxes)
    let count = try request.output(0).shape.count
    return .dispatches([
      Dispatch(
        "Indexing/GatherND.comp", defines: ["TUPLE": "\(index.length)u"],
        bindings: [
          .read("x", .input(0), dtype.carrier), .read("indices", .input(1), indexType),
          .write("y", .output(0), dtype.carrier),
          .fault(.index(extents: index.extents, fromEnd: true)),
        ], parameters: [.uint("count", count)] + index.parameters,
        invocations: (count, 1, 1), localSize: [256, 1, 1], tripBound: index.length)
    ])
  }
}

/// Tuples of indices into the leading axes of a tensor, after shared batch axes.
struct TupleIndex: Sendable {
  /// The extents and the strides that a tuple's entries count in.
  let extents: [Int]
  let strides: [Int]
  /// The elements of the slice that one tuple names.
  let block: Int
  let tupleCount: Int
  let tuplesPerBatch: Int
  let batchStride: Int

  var length: Int { extents.count }

  init(data: Shape, tuples: Shape, batchAxes: Int) {
    let length = tuples.dims.last ?? 0
    let axes = batchAxes..<(batchAxes + length)
    extents = Array(data.dims[axes])
    strides = Array(data.strides[axes])
    block = data.dims[axes.upperBound...].reduce(1, *)
    tupleCount = tuples.dims.dropLast().reduce(1, *)
    tuplesPerBatch = tuples.dims.dropLast()[batchAxes...].reduce(1, *)
    batchStride = data.dims[batchAxes...].reduce(1, *)
  }

  /// The offset of the slice that each tuple names.
  func starts(_ indices: Buffer<Int>) throws(OperatorError) -> [Int] {
    var starts: [Int] = []
    starts.reserveCapacity(tupleCount)
    var place = 0
    for tuple in 0..<tupleCount {
      var start = tuple / max(tuplesPerBatch, 1) * batchStride
      for k in 0..<length {
        let index = indices[place]
        let settled = index < 0 ? index + extents[k] : index
        guard settled >= 0, settled < extents[k] else {
          throw .index(index, extent: extents[k], fromEnd: true)
        }
        start += settled * strides[k]
        place += 1
      }
      starts.append(start)
    }
    return starts
  }

  var parameters: [Parameter] {
    [
      .uint("block", block), .uint("per_batch", max(tuplesPerBatch, 1)),
      .uint("batch_stride", batchStride), .uints("extents", extents.isEmpty ? [1] : extents),
      .uints("strides", strides.isEmpty ? [0] : strides),
    ]
  }
}

extension GatherND: DifferentiableMovement {}
