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
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try reduction.estimate(request, of: self)
  }
}

extension ScatterReduction {
  /// Sums and products of what falls on one place; each other element is moved.
  func estimate<O: Operator>(
    _ request: EstimateRequest, of operation: O
  ) throws(OperatorError) -> [Estimate?] {
    switch self {
    case .none, .min, .max: return try request.pointwise(operation, ulps: nil)
    case .add: return try request.summed(operation)
    case .mul:
      return try request.multiplied(operation, terms: Double(1 + (try request.tensor(2).count)))
    }
  }

  /// The sample with each reduction, from the opset on that knows it, for the types that all have.
  static func samples(_ plain: [Sample]) -> [Sample] {
    [("add", 16), ("mul", 16), ("max", 18), ("min", 18)].flatMap { name, opset in
      Sample.each(plain, ["reduction": .string(name)]).map {
        $0.since(opset).types("T", .numbers)
      }
    }
  }
}

extension ElementScatter {
  /// Recipes without a reduction.
  static var plainSamples: [Sample] {
    [
      Sample([.normal(3, 4), .list([0, 2, 1, 0], [1, 4]), .normal(1, 4)]),
      Sample([.normal(3, 4), .list([0, 3, 1, 2, 0, 3], [3, 2]), .normal(3, 2)], ["axis": 1]),
      Sample([.special(48), .list(47, 0, 3), .normal(3)]),
      Sample([.normal(2, 3, 4), .list([2, 0], [2, 1, 1]), .normal(2, 1, 1)], ["axis": 1]),
      Sample([.normal(3, 4), .list([], [0, 4]), .normal(0, 4)]),
      .refused(
        .range, "an index is inside the axis", [.normal(3, 4), .list([3], [1, 1]), .normal(1, 1)]),
      .refused(
        .shape, "indices and updates have one shape",
        [.normal(3, 4), .list([0, 1], [1, 2]), .normal(1, 1)]),
      .refused(.range, "axis is inside the rank", [.normal(3), .list(0), .normal(1)], ["axis": 1]),
    ]
  }
}
