import Graphs
import Tensors

/// The input with the slices that index tuples name replaced or, since opset 16, joined by updates,
/// in their order.
///
/// - Throws: `.index` outside of an axis. A device leaves such an update out.
/// - Source: ONNX ScatterND, opsets 11, 13, 16, 18.
struct ScatterND: Operator {
  static let reduction = AttributeKey<String>("reduction")
  static let schema = OperatorSchema(
    "ScatterND",
    inputs: [.one("data", "T"), .one("indices", "tensor(int64)"), .one("updates", "T")],
    outputs: [.one("output", "T")],
    history: [
      .since(11, ["T": .classic]),
      .since(13, ["T": .classicAndBFloat16]),
      .since(
        16, ["T": .classicAndBFloat16],
        attributes: [reduction.or("none")]),
      .since(
        18, ["T": .classicAndBFloat16],
        attributes: [reduction.or("none")]),
    ])
  static let samples: [Sample] =
    [
      Sample([.normal(4, 3), .list([0, 2], [2, 1]), .normal(2, 3)]),
      Sample([.normal(4, 3), .list([0, 1, 3, 2], [2, 2]), .normal(2)]),
      Sample([.normal(4, 3), .list([-1, -3], [1, 2]), .normal(1)]),
      Sample([.special(48), .list([47, 0, 3], [3, 1]), .normal(3)]),
      Sample([.normal(2, 3, 4), .list([1, 2, 0, 0], [2, 1, 2]), .normal(2, 1, 4)]),
      Sample([.normal(4, 3), .list([], [0, 1]), .normal(0, 3)]),
      Sample([.normal(300), .list([299, 0], [2, 1]).constant, .normal(2)], ["reduction": "none"])
        .since(16),
    ]
    + ScatterReduction.samples([
      Sample([.normal(4, 3), .list([0, 2, 0], [3, 1]), .normal(3, 3)]),
      Sample([.normal(5), .list([1, 1, -1, 1], [4, 1]), .normal(4)]),
      Sample([.strewn(67, 5), .integers(-5...4, 33, 2), .strewn(33)]),
    ]) + [
      .refused(
        .range, "an index is inside its axis", [.normal(4, 3), .list([4], [1, 1]), .normal(1, 3)]),
      .refused(
        .shape, "updates has the slices' shape",
        [.normal(4, 3), .list([0], [1, 1]), .normal(1, 2)]),
      .refused(
        .shape, "an index has at most as many numbers as there are axes",
        [.normal(4), .list([0, 0], [1, 2]), .normal(1)]),
    ]
  static let tolerance = Tolerance.exact

  let reduction: ScatterReduction

  init(_ node: NodeReader) throws(OperatorError) {
    reduction = try ScatterReduction(node[ifPresent: Self.reduction])
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, indices, updates) = (
      try inputs.tensor(0), try inputs.tensor(1), try inputs.tensor(2)
    )
    if let dims = x.dims, let tuples = indices.dims {
      guard let last = tuples.last, !dims.isEmpty else {
        throw .rank(input: tuples.isEmpty ? 1 : 0, found: 0, expected: "at least 1")
      }
      if let length = last.value {
        guard (0...dims.count).contains(length) else {
          throw .mismatch("index tuples of \(length) do not suit data of rank \(dims.count)")
        }
        let expected = tuples.dropLast() + dims[length...]
        if let given = updates.dims,
          given.count != expected.count
            || !zip(given, expected).allSatisfy({ $0.merged(with: $1) != nil })
        {
          throw .mismatch(
            "the updates are \(updates), expected \(TensorType(x.dtype, Array(expected)))")
        }
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
    let index = TupleIndex(data: x.shape, tuples: try inputs.tensor(1).shape, batchAxes: 0)
    return [
      .tensor(
        try x.scattering(
          try inputs.tensor(2), at: try index.starts(try inputs.indices(1)),
          of: index.block, reduction, inputs.precision))
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let data = try request.tensor(0)
    if let reason = data.dtype.immovable { return .host(reason) }
    let index = TupleIndex(
      data: data.shape, tuples: try request.tensor(1).shape, batchAxes: 0)
    let count = index.tupleCount * index.block
    let targets = Dispatch(
      "Indexing/TupleTargets.comp", defines: ["TUPLE": "\(index.length)u"],
      bindings: [
        .read("indices", .input(1), .int64), .write("targets", .scratch(0), .uint32),
        .fault(.index(extents: index.extents, fromEnd: true)),
      ], parameters: [.uint("count", count)] + index.parameters,
      invocations: (count, 1, 1), localSize: [256, 1, 1], tripBound: index.length)
    return ScatterLowering(
      data: data, count: count, depth: index.tupleCount, inner: index.block, reduction: reduction
    ).lower(targets, request.device)
  }
}

extension ScatterND: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (indices, updates, dy) = (try site.input(1), try site.input(2), try site.dy)
    guard reduction == .none || reduction == .add else {
      throw .unsupported("the derivative of ScatterND with this reduction")
    }
    return [
      reduction == .add
        ? dy : try site.writer.apply(.scatterND, dy, indices, updates.filled(0)),
      nil,
      try site.writer.apply(.gatherND, dy, indices),
    ]
  }
}

extension ScatterND {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try reduction.estimate(request, of: self)
  }
}
