import Graphs
import Tensors

/// The mean of each channel of a quantised image, quantised again:
/// `Y = saturate(round(mean / y_scale) + y_zero_point)`, half to even.
///
/// - Shapes: X `[N, C, D1…]`, or `[N, D1…, C]` with `channels_last`; Y has extents of 1 for D.
/// - Source: com.microsoft QLinearGlobalAveragePool, version 1.
struct QLinearGlobalAveragePool: Composite {
  static let channelsLast = AttributeKey<Int>("channels_last")
  static let schema = OperatorSchema(
    "QLinearGlobalAveragePool", domain: "com.microsoft",
    inputs: [
      .one("X", "T"), .one("x_scale", "tensor(float)"), .one("x_zero_point", "T"),
      .one("y_scale", "tensor(float)"), .one("y_zero_point", "T"),
    ],
    outputs: [.one("Y", "T")],
    history: [.since(1, ["T": [.int8, .uint8]], attributes: [channelsLast.or(0)])])
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

  let channelsComeLast: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    channelsComeLast = try node[Self.channelsLast] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try AffineInputs(name: "x", scale: 1, zero: 2).check(inputs)
    try AffineInputs(name: "y", scale: 3, zero: 4).check(inputs)
    let x = try inputs.tensor(0)
    guard var dims = x.dims else { return [.tensor(x)] }
    try checkSpatial(dims.count)
    for axis in axes(rank: dims.count) { dims[axis] = 1 }
    return [.tensor(TensorType(x.dtype, dims))]
  }

  private func axes(rank: Int) -> Range<Int> { channelsComeLast ? 1..<rank - 1 : 2..<rank }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let (dtype, rank) = (try inputs.tensor(0).dtype, try inputs.tensor(0).rank ?? 0)
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let given = graph.inputs(of: inputs)
    let x = try graph.dequantized(given[0], given[1], given[2])
    let list = try tensors { () throws(TensorError) in
      try Tensor(axes(rank: rank).map { Int64($0) }, shape: [rank - 2])
    }
    let means = try graph.apply("ReduceMean", x, graph.constant(list))
    let y = try graph.quantized(means, given[3], given[4], as: dtype)
    return graph.composed(y)
  }
}

extension QLinearGlobalAveragePool {
  static let samples: [Sample] = [
    Sample(inputs(.bytes(1, 3, 7, 8))), Sample(inputs(.bytes(2, 7, 8, 3)), ["channels_last": 1]),
    Sample(inputs(.bytes(2, 17, 9))), Sample(inputs(.bytes(2, 9, 17)), ["channels_last": 1]),
    Sample(inputs(.bytes(1, 2, 3, 4, 5))), Sample(inputs(.bytes(1, 3, 1, 1))),
    Sample(inputs(.bytes(0, 3, 4, 4))), Sample(inputs(.bytes(1, 33, 16, 17))),
    Sample([.bytes(1, 3, 5, 5), .list(0.04), .list(7), .list(0.03), .list(9)]),
    .refused(.shape, "X has spatial axes", inputs(.bytes(3, 7))),
    .refused(
      .shape, "a scale is one number",
      [.bytes(1, 3, 7, 8), .normal(3), .scalar(1), .scalar(1), .scalar(1)]),
    .refused(
      .missing, "y_zero_point is required", Array(inputs(.bytes(1, 3, 7, 8)).dropLast())),
  ]

  private static func inputs(_ x: Draw) -> [Draw] {
    [x, .scalar(0.041), .scalar(121), .scalar(0.037), .scalar(98)]
  }
}
