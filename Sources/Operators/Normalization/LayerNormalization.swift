import Graphs
import Tensors

/// `Y = (X - Mean) · InvStdDev · Scale + B`, with the mean and the deviation over the axes from `axis` on.
///
/// The first stage runs in the precision of the computation, which is at least `stash_type`'s; Mean and
/// InvStdDev have that type.
///
/// - Source: ONNX LayerNormalization, opset 17.
struct LayerNormalization: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let epsilon = AttributeKey<Float>("epsilon")
  static let stashType = AttributeKey<Int>("stash_type")
  static let schema = OperatorSchema(
    "LayerNormalization", inputs: [.one("X", "T"), .one("Scale", "T"), .optional("B", "T")],
    outputs: [.one("Y", "T"), .optional("Mean", "U"), .optional("InvStdDev", "U")],
    history: [
      .since(
        17, ["T": .floats, "U": [.bfloat16, .float]],
        attributes: [axis.or(-1), epsilon.or(1e-05), stashType.or(1)])
    ])
  static var tolerance: Tolerance { .accumulated }

  let axis: Int
  let epsilon: Float
  let stash: DType

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    epsilon = try node[Self.epsilon]
    let type = try node[Self.stashType]
    guard let stash = DType(rawValue: Int32(truncatingIfNeeded: type)),
      stash == .float || stash == .bfloat16
    else { throw .attribute("stash_type", found: "\(type)", expected: "1 or 16") }
    self.stash = stash
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    var moments: [Dimension]?
    if let dims = x.dims {
      let first = try position(rank: dims.count)
      moments = dims.indices.map { $0 < first ? dims[$0] : 1 }
    }
    let types: [ValueType] = [
      .tensor(x), .tensor(TensorType(stash, moments)), .tensor(TensorType(stash, moments)),
    ]
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  private func position(rank: Int) throws(OperatorError) -> Int {
    guard rank > 0 else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    return try resolve(axis: axis, rank: rank)
  }

  private func standardization(
    _ x: Shape, scale: Shape, bias: Shape?
  ) throws(OperatorError) -> Standardization {
    let first = try position(rank: x.rank)
    return Standardization(
      x, axes: Array(first..<x.rank), scale: try scale.strides(broadcastTo: x),
      bias: try bias.map { bias throws(OperatorError) in try bias.strides(broadcastTo: x) },
      epsilon: epsilon)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape,
      let scale = try request.inputs.tensor(1).shape
    else { return .zero }
    let bias = request.inputs.has(2) ? try request.inputs.tensor(2).shape : nil
    return try standardization(x, scale: scale, bias: bias).scratch(request)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let result = try standardization(
      x.shape, scale: try inputs.tensor(1).shape, bias: try inputs.optionalTensor(2)?.shape
    ).evaluate(inputs, scale: 1, bias: 2)
    let first = try position(rank: x.rank)
    let shape = Shape(x.shape.dims.indices.map { $0 < first ? x.shape[$0] : 1 })
    return [
      try .narrowing(result.y, to: x.dtype, x.shape),
      try .narrowing(result.mean, to: stash, shape),
      try .narrowing(result.factor, to: stash, shape),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let standardization = try standardization(
      try request.tensor(0).shape, scale: try request.tensor(1).shape,
      bias: request.has(2) ? try request.tensor(2).shape : nil)
    return .dispatches([
      try standardization.dispatch(request, scale: 1, bias: 2, mean: 1, factor: 2)
    ])
  }
}

extension LayerNormalization: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let axes = Array(try resolve(axis: axis, rank: try x.shape.rank)..<(try x.shape.rank))
    let (standard, mean, factor) = try x.standardized(over: axes, epsilon: Double(epsilon))
    let scaled = try standard * site.input(1)
    let y = site.has(2) ? try scaled + site.input(2) : scaled
    return [y, try mean.cast(to: stash), try factor.cast(to: stash)]
  }
}

extension LayerNormalization {
  static let samples: [Sample] =
    stashed.map { sample in
      var sample = sample
      sample.attributes["stash_type"] = .type(of: "U")
      return sample
    } + plain

  /// Each type of the statistics, which an attribute says.
  private static let stashed: [Sample] = [
    Sample([.normal(2, 3, 5), .normal(5)]), Sample([.normal(2, 3, 5), .normal(5), .normal(5)]),
    Sample([.normal(2, 3, 4), .normal(3, 4), .normal(3, 4)], ["axis": 1, "epsilon": 0.125])
      .outputs(true, true, true),
    Sample([.normal(2, 3, 4), .normal(2, 3, 4), .normal(4)], ["axis": 0]).outputs(
      true, true, true),
    Sample([.normal(2, 3, 4), .normal(1, 4), .normal()], ["axis": -2]).outputs(true, false, true),
    Sample([.normal(2, 3, 4), .normal(2, 1, 4), .normal(1)], ["axis": 2]).outputs(true, true),
    Sample([.normal(5, 33), .normal(33), .normal(33)]).outputs(true, true, true),
    Sample([.normal(3, 257), .normal(257).constant, .normal(257).constant]),
    Sample([.normal(2, 2, 65), .normal(65), .normal(65)]),
    Sample([.normal(65_537, 3), .normal(3)]), Sample([.normal(0, 4), .normal(4)]),
    Sample([.normal(7), .normal(7)], ["axis": 0]),
    Sample([.list([3, 3, 3, 3], [2, 4]), .normal(4), .normal(4)]).outputs(true, true, true),
    Sample([.list([1, 2, .nan, 4, 5, 6, 7, 8, .infinity], [3, 3]), .normal(3)]),
  ]

  private static let plain: [Sample] = [
    Sample([.normal(2, 3, 5), .normal(5), .normal(5)]).types("U", [.float])
      .outputs(true, true, true),
    .refused(.range, "axis is in [-r, r)", [.normal(2, 3), .normal(3)], ["axis": 2]),
    .refused(.range, "axis is in [-r, r)", [.normal(2, 3), .normal(3)], ["axis": -3]),
    .refused(.shape, "Scale is broadcast to X", [.normal(2, 3), .normal(2)]),
    .refused(.shape, "B is broadcast to X", [.normal(2, 3), .normal(3), .normal(4, 2, 3)]),
    .refused(
      .attribute, "Mean and InvStdDev are float or bfloat16", [.normal(2, 3), .normal(3)],
      ["stash_type": 6]),
    .refused(.missing, "Scale is required", [.normal(2, 3)]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let first = try position(rank: x.shape.rank)
    let (standard, mean, _, factor) = try x.standardized(
      over: Array(first..<x.shape.rank), epsilon: Double(epsilon))
    let y = try standard.scaled(try request.reals(1), try request.optionalReals(2))
    return try Estimate.outputs(of: self, request, [y, mean, factor])
  }
}
