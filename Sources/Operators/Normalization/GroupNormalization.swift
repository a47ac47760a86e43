import Graphs
import Tensors

/// `y = scale · (x - mean) / √(variance + epsilon) + bias`, with mean and variance over a group of
/// channels of one image.
///
/// - Shapes: X `[N, C, D1…]`; scale and bias `[C]`, before opset 21 `[num_groups]`.
/// - Source: ONNX GroupNormalization, opsets 18 (of ONNX 1.13 to 1.15, deprecated by 1.16), 21.
struct GroupNormalization: Operator {
  static let epsilon = AttributeKey<Float>("epsilon")
  static let numGroups = AttributeKey<Int>("num_groups")
  static let stashType = AttributeKey<Int>("stash_type")
  static let schema = OperatorSchema(
    "GroupNormalization", inputs: [.one("X", "T"), .one("scale", "T"), .one("bias", "T")],
    outputs: [.one("Y", "T")],
    history: [
      .withdrawn(18, ["T": .floats], attributes: [epsilon.or(1e-05), numGroups.required]),
      .since(
        21, ["T": .floats],
        attributes: [epsilon.or(1e-05), numGroups.required, stashType.or(1)]),
    ])
  static var tolerance: Tolerance { .accumulated }

  let epsilon: Float
  let groups: Int
  let scalesGroups: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    epsilon = try node[Self.epsilon]
    groups = try node[Self.numGroups]
    scalesGroups = node.opset < 21
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [try inputs.type(0)] }

  private func standardization(
    _ x: Shape, scale: Shape, bias: Shape
  ) throws(OperatorError) -> Standardization {
    guard x.rank >= 2 else { throw .rank(input: 0, found: x.rank, expected: "at least 2") }
    guard groups > 0, x[1] % groups == 0 else {
      throw .mismatch("num_groups is \(groups), which does not divide X's \(x[1]) channels")
    }
    let count = scalesGroups ? groups : x[1]
    guard scale == [count], bias == [count] else {
      throw .mismatch("scale is \(scale) and bias is \(bias), expected [\(count)]")
    }
    let share = x[1] / groups
    let split = Shape([x[0], groups, share] + x.dims.dropFirst(2))
    let strides =
      [0, scalesGroups ? 1 : share, scalesGroups ? 0 : 1]
      + Array(repeating: 0, count: x.rank - 2)
    return Standardization(
      split, axes: Array(2..<split.rank), scale: strides, bias: strides, epsilon: epsilon)
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

extension GroupNormalization: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let x = try site.x
    let dims = try x.shape.dims
    guard dims.count >= 2, groups > 0, dims[1] % groups == 0 else {
      throw .mismatch("num_groups is \(groups), which does not divide X's channels")
    }
    let split = Shape([dims[0], groups, dims[1] / groups] + dims.dropFirst(2))
    let (standard, _, _) = try x.reshaped(to: split).standardized(
      over: Array(2..<split.rank), epsilon: Double(epsilon))
    func scaled(_ values: Term, _ index: Int, _ join: (Term, Term) throws(OperatorError) -> Term)
      throws(OperatorError) -> Term
    {
      let operand = try site.input(index)
      return scalesGroups
        ? try join(values, operand.along(axis: 1, of: values))
        : try join(
          values.reshaped(to: Shape(dims)),
          operand.along(axis: 1, of: x)
        ).reshaped(to: split)
    }
    let product = try scaled(standard, 1) { a, b throws(OperatorError) in try a * b }
    let sum = try scaled(product, 2) { a, b throws(OperatorError) in try a + b }
    return [try sum.reshaped(to: Shape(dims))]
  }
}

extension GroupNormalization {
  static let samples: [Sample] = [
    Sample([.normal(2, 4, 3, 3), .normal(4), .normal(4)], ["num_groups": 2]).since(21),
    Sample([.normal(1, 6, 17), .normal(6), .normal(6)], ["num_groups": 3, "epsilon": 0.125])
      .since(21),
    Sample([.normal(2, 3, 5), .normal(3), .normal(3)], ["num_groups": 3]).since(21),
    Sample([.normal(2, 3, 5), .normal(3), .normal(3)], ["num_groups": 1]).since(21),
    Sample([.normal(3, 8), .normal(8), .normal(8)], ["num_groups": 2]).since(21),
    Sample([.normal(2, 65, 9, 7), .normal(65).constant, .normal(65).constant], ["num_groups": 13])
      .since(21),
    Sample([.normal(1, 4, 2, 2, 3), .normal(4), .normal(4)], ["num_groups": 2, "stash_type": 1])
      .since(21),
    Sample([.normal(0, 4, 3), .normal(4), .normal(4)], ["num_groups": 2]).since(21),
    Sample([.normal(2, 4, 3, 3), .normal(2), .normal(2)], ["num_groups": 2]).before(21),
    Sample([.normal(1, 6, 17), .normal(3), .normal(3)], ["num_groups": 3, "epsilon": 0.125])
      .before(21),
    .refused(
      .attribute, "num_groups divides the channels", [.normal(2, 4, 3), .normal(4), .normal(4)],
      ["num_groups": 3]),
    .refused(
      .attribute, "num_groups is required", [.normal(2, 4, 3), .normal(4), .normal(4)]),
    .refused(
      .shape, "scale has one element a channel", [.normal(2, 4, 3), .normal(2), .normal(4)],
      ["num_groups": 2]
    ).since(21),
    .refused(
      .shape, "bias has one element a channel", [.normal(2, 4, 3), .normal(4), .normal(2)],
      ["num_groups": 2]),
    .refused(
      .missing, "bias is required", [.normal(2, 4, 3), .normal(4)], ["num_groups": 2]),
  ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let dims = x.shape.dims
    guard dims.count >= 2, groups > 0, dims[1] % groups == 0 else {
      throw .mismatch("num_groups is \(groups), which does not divide X's channels")
    }
    let split = Shape([dims[0], groups, dims[1] / groups] + dims.dropFirst(2))
    let standard = try x.reshaped(split).standardized(
      over: Array(2..<split.rank), epsilon: Double(epsilon)
    ).standard
    func placed(_ operand: Reals) -> Reals {
      let axes = scalesGroups ? [groups, 1] : [groups, dims[1] / groups]
      return operand.reshaped(Shape([1] + axes + dims.dropFirst(2).map { _ in 1 }))
    }
    let y = try standard.scaled(placed(try request.reals(1)), placed(try request.reals(2)))
    return try Estimate.outputs(of: self, request, [y])
  }
}
