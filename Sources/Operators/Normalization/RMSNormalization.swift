import Graphs
import Tensors

/// `Y = X / √(mean of X² + epsilon) · scale`, with the mean over the axes from `axis` on.
///
/// - Source: ONNX RMSNormalization, opset 23.
struct RMSNormalization: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let epsilon = AttributeKey<Float>("epsilon")
  static let stashType = AttributeKey<Int>("stash_type")
  static let schema = OperatorSchema(
    "RMSNormalization", inputs: [.one("X", "T"), .one("scale", "V")], outputs: [.one("Y", "V")],
    history: [
      .since(
        23, ["T": .floats, "V": .floats],
        attributes: [axis.or(-1), epsilon.or(1e-05), stashType.or(1)])
    ])
  static var tolerance: Tolerance { .accumulated }

  let axis: Int
  let epsilon: Float

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    epsilon = try node[Self.epsilon]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let rank = x.rank { _ = try resolve(axis: axis, rank: rank) }
    return [.tensor(TensorType(try inputs.tensor(1).dtype, x.dims))]
  }

  private func standardization(_ x: Shape, scale: Shape) throws(OperatorError) -> Standardization {
    try .aboutZero(
      x, from: try resolve(axis: axis, rank: x.rank), scale: scale, epsilon: epsilon)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape,
      let scale = try request.inputs.tensor(1).shape
    else { return .zero }
    return try standardization(x, scale: scale).scratch(request)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (x, scale) = (try inputs.tensor(0), try inputs.tensor(1))
    let result = try standardization(x.shape, scale: scale.shape)
      .evaluate(inputs, scale: 1, bias: nil)
    return [try .narrowing(result.y, to: scale.dtype, x.shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let standardization = try standardization(
      try request.tensor(0).shape, scale: try request.tensor(1).shape)
    return .dispatches([try standardization.dispatch(request, scale: 1, bias: nil)])
  }
}

extension RMSNormalization: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (x, scale) = (try site.x, try site.input(1))
    let axes = Array(try resolve(axis: axis, rank: try x.shape.rank)..<(try x.shape.rank))
    let root = try (x.squared.mean(over: axes) + Double(epsilon)).map(.sqrt)
    return [try (x / root).cast(to: try scale.dtype) * scale]
  }
}

extension RMSNormalization {
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 5), .normal(5)]).everyPair,
    Sample([.normal(2, 3, 4), .normal(3, 4)], ["axis": 1, "epsilon": 0.125]),
    Sample([.normal(2, 3, 4), .normal(2, 3, 4)], ["axis": 0]),
    Sample([.normal(2, 3, 4), .normal(1, 4)], ["axis": -2]),
    Sample([.normal(2, 3, 4), .normal()], ["stash_type": 1]),
    Sample([.normal(3, 257), .normal(257).constant]), Sample([.normal(5, 33), .normal(33)]),
    Sample([.normal(65_537, 3), .normal(3)]), Sample([.normal(0, 4), .normal(4)]),
    Sample([.list([0], [2, 4]), .normal(4)]),
    Sample([.list([1, 2, .nan, 4, 5, 6, 7, 8, .infinity], [3, 3]), .normal(3)]),
    .refused(.range, "axis is in [-r, r)", [.normal(2, 3), .normal(3)], ["axis": 2]),
    .refused(.shape, "scale is broadcast to X", [.normal(2, 3), .normal(2)]),
    .refused(.missing, "scale is required", [.normal(2, 3)]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let first = try resolve(axis: axis, rank: x.shape.rank)
    let standard = try x.standardized(
      over: Array(first..<x.shape.rank), epsilon: Double(epsilon), centers: false
    ).standard
    let scale = try request.reals(1)
    // The standard's function rounds to the scale's type before it multiplies.
    return try Estimate.outputs(
      of: self, request, [try standard.stored(as: scale.dtype) * scale])
  }
}
