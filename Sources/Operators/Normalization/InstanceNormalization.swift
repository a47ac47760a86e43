import Graphs
import Tensors

/// `y = scale · (x - mean) / √(variance + epsilon) + B`, with mean and variance of each channel of each
/// image.
///
/// - Shapes: input `[N, C, D1…]`, scale and B `[C]`.
/// - Source: ONNX InstanceNormalization, opsets 1, 6, 22.
struct InstanceNormalization: Operator {
  static let consumedInputs = AttributeKey<[Int]>("consumed_inputs")
  static let epsilon = AttributeKey<Float>("epsilon")
  static let schema = OperatorSchema(
    "InstanceNormalization",
    inputs: [.one("input", "T"), .one("scale", "T"), .one("B", "T")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats], attributes: [consumedInputs.optional, epsilon.or(1e-05)]),
      .since(6, ["T": .ieeeFloats], attributes: [epsilon.or(1e-05)]),
      .since(22, ["T": .floats], attributes: [epsilon.or(1e-05)]),
    ])
  static var tolerance: Tolerance { .accumulated }

  let epsilon: Float

  init(_ node: NodeReader) throws(OperatorError) { epsilon = try node[Self.epsilon] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [try inputs.type(0)] }

  private func standardization(
    _ x: Shape, scale: Shape, bias: Shape
  ) throws(OperatorError) -> Standardization {
    guard x.rank >= 2 else { throw .rank(input: 0, found: x.rank, expected: "at least 2") }
    guard scale == [x[1]], bias == [x[1]] else {
      throw .mismatch("scale is \(scale) and B is \(bias), expected [\(x[1])], input's channels")
    }
    var strides = Array(repeating: 0, count: x.rank)
    strides[1] = 1
    return Standardization(
      x, axes: Array(2..<x.rank), scale: strides, bias: strides, epsilon: epsilon)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape,
      let scale = try request.inputs.tensor(1).shape
    else { return .zero }
    let bias = try request.inputs.tensor(2).shape ?? []
    return try standardization(x, scale: scale, bias: bias).scratch(request)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let result = try standardization(
      x.shape, scale: try inputs.tensor(1).shape, bias: try inputs.tensor(2).shape
    ).evaluate(inputs, scale: 1, bias: 2)
    return [try .narrowing(result.y, to: x.dtype, x.shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let standardization = try standardization(
      try request.tensor(0).shape, scale: try request.tensor(1).shape,
      bias: try request.tensor(2).shape)
    return .dispatches([try standardization.dispatch(request, scale: 1, bias: 2)])
  }
}

extension InstanceNormalization: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let (standard, _, _) = try x.standardized(
      over: Array(2..<(try x.shape.rank)), epsilon: Double(epsilon))
    return [
      try standard * site.input(1).along(axis: 1, of: x) + site.input(2).along(axis: 1, of: x)
    ]
  }
}

extension InstanceNormalization {
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 4, 5), .normal(3), .normal(3)]),
    Sample([.normal(1, 2, 17), .normal(2), .normal(2)], ["epsilon": 0.125]),
    Sample([.normal(2, 3, 33, 65), .normal(3), .normal(3)]),
    Sample([.normal(1, 2, 2, 3, 2), .normal(2).constant, .normal(2).constant]),
    Sample([.normal(0, 3, 4), .normal(3), .normal(3)]),
    Sample([.normal(1, 65_537, 3), .normal(65_537), .normal(65_537)]),
    // Equal elements, of which epsilon is all that the variance leaves.
    Sample([.list([3, 3, 3, 1, 2, 3], [1, 2, 3]), .normal(2), .normal(2)]),
    Sample([.list([1, .nan, 2, 0, 1, .infinity, 4, 5, 6], [1, 3, 3]), .normal(3), .normal(3)]),
    Sample([.normal(1, 2, 3), .normal(2), .normal(2)], ["consumed_inputs": [0, 0, 0]]).before(6),
    .refused(
      .shape, "scale has one element a channel", [.normal(2, 3, 4), .normal(2), .normal(3)]),
    .refused(.shape, "B has one element a channel", [.normal(2, 3, 4), .normal(3), .normal(4)]),
    .refused(.shape, "the input has a batch and channels", [.normal(3), .normal(3), .normal(3)]),
    .refused(.missing, "B is required", [.normal(2, 3, 4), .normal(3)]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let rank = x.shape.rank
    let standard = try x.standardized(over: Array(2..<max(rank, 2)), epsilon: Double(epsilon))
      .standard
    let y = try standard.scaled(
      try request.reals(1).along(axis: 1, rank: rank),
      try request.reals(2).along(axis: 1, rank: rank))
    return try Estimate.outputs(of: self, request, [y])
  }
}
