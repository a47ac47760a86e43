import Graphs
import Tensors

/// `Y = X`, but for one element an index, which the update replaces or joins.
///
/// `Y[i, indices[i, j, k], k] ∘= updates[i, j, k]` for axis 1, in row-major order of the updates.
protocol ElementScatter: Operator {
  var axis: Int { get }
  var reduction: ScatterReduction { get }
}

extension ElementScatter {
  static var tolerance: Tolerance { .exact }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, indices, updates) = (
      try inputs.tensor(0), try inputs.tensor(1), try inputs.tensor(2)
    )
    if let dims = x.dims, let picked = indices.dims {
      try ElementwiseIndex.check(dims, picked, axis: axis)
      if let given = updates.dims {
        guard given.count == picked.count,
          zip(given, picked).allSatisfy({ $0.merged(with: $1) != nil })
        else { throw .mismatch("the updates \(updates) and the indices \(indices) do not pair up") }
      }
    }
    return [.tensor(x)]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.list(1) * 2 + (reduction == .none ? .zero : request.wideCopies)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let targets = try ElementwiseIndex.offsets(
      try inputs.indices(1), try inputs.tensor(1).shape, in: x.shape, axis: axis)
    return [
      .tensor(
        try x.scattering(
          try inputs.tensor(2), at: Array(targets), of: 1, reduction, inputs.precision))
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let data = try request.tensor(0)
    if let reason = data.dtype.immovable { return .host(reason) }
    let indices = try request.tensor(1)
    let axis = try resolve(axis: axis, rank: data.shape.rank)
    var strides = data.shape.strides
    strides[axis] = 0
    let count = indices.shape.count
    let targets = Dispatch(
      "Indexing/ElementTargets.comp", defines: ["RANK": "\(data.shape.rank)u"],
      bindings: [
        .read("indices", .input(1), indices.dtype), .write("targets", .scratch(0), .uint32),
        .indexFault(data.shape[axis], fromEnd: true),
      ],
      parameters: [
        .uint("count", count), .uints("dims", indices.shape.dims), .uints("strides", strides),
        .uint("extent", data.shape[axis]), .uint("step", data.shape.strides[axis]),
      ], invocations: (count, 1, 1), localSize: [256, 1, 1], tripBound: data.shape.rank)
    return ScatterLowering(
      data: data, count: count, depth: indices.shape[axis],
      inner: indices.shape.dims[(axis + 1)...].reduce(1, *), reduction: reduction
    ).lower(targets, request.device)
  }
}

extension ElementScatter {
  /// Sums and products of what falls on one place; each other element is moved.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    switch reduction {
    case .none, .min, .max: return try request.pointwise(self, ulps: nil)
    case .add: return try request.summed(self)
    case .mul:
      return try request.summed(self, terms: Double(1 + (try request.tensor(2).count)))
    }
  }
}
