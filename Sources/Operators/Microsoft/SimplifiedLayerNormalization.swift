import Graphs
import Tensors

/// `Y = X · inv_std_var · scale` with `inv_std_var = 1 / √(mean of X² + epsilon)`, the mean over the
/// axes from `axis` on.
///
/// onnxruntime has it in ai.onnx alone, where no standard has it: the catalog finds it in both domains, and
/// a model file that is written names it in ai.onnx.
///
/// - Shapes: scale broadcasts to X; inv_std_var has X's shape with the axes of the mean 1.
/// - Types: Y has scale's, inv_std_var is float.
/// - Source: onnxruntime SimplifiedLayerNormalization, com.microsoft 1.
struct SimplifiedLayerNormalization: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let epsilon = AttributeKey<Float>("epsilon")
  static let stashType = AttributeKey<Int>("stash_type")
  static let schema = OperatorSchema(
    "SimplifiedLayerNormalization", domain: "com.microsoft",
    inputs: [.one("X", "T"), .one("scale", "V")],
    outputs: [.one("Y", "V"), .optional("inv_std_var", "U")],
    history: [
      .since(
        1, ["T": .floats, "U": [.float, .double], "V": .floats],
        attributes: [axis.or(-1), epsilon.or(1e-05), stashType.or(1)])
    ])
  static let tolerance = Tolerance.accumulated

  let axis: Int
  let epsilon: Float

  var title: OperatorTitle { OperatorTitle(Self.schema.name, domain: "") }

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    epsilon = try node[Self.epsilon]
  }

  private func first(rank: Int) throws(OperatorError) -> Int {
    guard rank > 0 else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    return try resolve(axis: axis, rank: rank)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    var spreads: [Dimension]?
    if let dims = x.dims {
      let first = try first(rank: dims.count)
      spreads = dims.indices.map { $0 < first ? dims[$0] : 1 }
    }
    let types: [ValueType] = [
      .tensor(TensorType(try inputs.tensor(1).dtype, x.dims)), .tensor(TensorType(.float, spreads)),
    ]
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  private func standardization(_ x: Shape, scale: Shape) throws(OperatorError) -> Standardization {
    try .aboutZero(x, from: try first(rank: x.rank), scale: scale, epsilon: epsilon)
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
    let first = try first(rank: x.rank)
    let shape = Shape(x.shape.dims.indices.map { $0 < first ? x.shape[$0] : 1 })
    return [
      try .narrowing(result.y, to: scale.dtype, x.shape),
      try .narrowing(result.factor, to: .float, shape),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let standardization = try standardization(
      try request.tensor(0).shape, scale: try request.tensor(1).shape)
    return .dispatches([try standardization.dispatch(request, scale: 1, bias: nil, factor: 1)])
  }
}

extension SimplifiedLayerNormalization {
  static let samples: [Sample] = [
    Sample([.normal(3, 7), .normal(7)]), Sample([.normal(2, 3, 65), .normal(65)]),
    Sample([.normal(2, 3, 5), .normal(3, 5)], ["axis": 1]),
    Sample([.normal(2, 3, 5), .normal(2, 3, 5)], ["axis": 0, "stash_type": 1]),
    Sample([.normal(2, 3, 5), .normal(1)], ["axis": -1, "epsilon": 0.25]),
    Sample([.normal(2, 3, 5), .normal(2, 1, 5)]), Sample([.normal(0, 5), .normal(5)]),
    Sample([.normal(3, 1), .normal(1)]), Sample([.normal([4, 300], scale: 30), .normal(300)]),
    Sample([.list([0], [2, 9]), .normal(9)]), Sample([.normal(9), .normal(9)]),
    Sample([.special(3, 33), .normal(33)]), Sample([.normal(65_537, 2), .normal(2)]),
    Sample([.normal(2, 3, 129), .normal(129)]).outputs(true, true),
    .refused(.range, "axis is an axis of X", [.normal(3, 7), .normal(7)], ["axis": 2]),
    .refused(.range, "axis is an axis of X", [.normal(3, 7), .normal(7)], ["axis": -3]),
    .refused(.shape, "scale broadcasts to X", [.normal(3, 7), .normal(6)]),
    .refused(.missing, "scale is required", [.normal(3, 7)]),
  ].map { $0.types("U", [.float]) }

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let first = try first(rank: x.shape.rank)
    let (standard, _, _, factor) = try x.standardized(
      over: Array(first..<x.shape.rank), epsilon: Double(epsilon), centers: false)
    return try Estimate.outputs(
      of: self, request, [try standard * (try request.reals(1)), factor])
  }
}
