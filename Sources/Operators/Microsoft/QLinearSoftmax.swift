import Graphs
import Tensors

/// The shares of one of each row of a quantised tensor, quantised:
/// `Y = saturate(round(softmax((X - zX) · sX) / sY) + zY)`, half to even.
///
/// Where `opset` is below 13, all axes from `axis` on form a row.
///
/// - Source: com.microsoft QLinearSoftmax, version 1.
struct QLinearSoftmax: Composite {
  static let axis = AttributeKey<Int>("axis")
  static let opset = AttributeKey<Int>("opset")
  static let schema = OperatorSchema(
    "QLinearSoftmax", domain: "com.microsoft",
    inputs: [
      .one("X", "T"), .one("X_scale", "tensor(float)"), .optional("x_zero_point", "T"),
      .one("y_scale", "tensor(float)"), .one("y_zero_point", "T"),
    ],
    outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": [.int8, .uint8]], attributes: [axis.or(-1), opset.required])
    ])
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

  let axis: Int
  let flattens: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    flattens = try node[Self.opset] < 13
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try AffineInputs(name: "x", scale: 1, zero: 2).check(inputs)
    try AffineInputs(name: "y", scale: 3, zero: 4).check(inputs)
    let x = try inputs.tensor(0)
    if let rank = x.rank { _ = try resolve(axis: axis, rank: rank) }
    return [.tensor(x)]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    var graph = GraphBuilder(Self.schema.name, opset: flattens ? 12 : 21)
    let given = graph.inputs(of: inputs)
    let x = try graph.dequantized(given[0], given[1], given[2])
    let shares = try graph.apply("Softmax", x, attributes: ["axis": .int(Int64(axis))])
    let y = try graph.quantized(shares, given[3], given[4], as: try inputs.tensor(0).dtype)
    return graph.composed(y)
  }
}

extension QLinearSoftmax {
  static let samples: [Sample] = [
    shares(.bytes(3, 5), ["opset": 13]), shares(.bytes(2, 3, 4), ["opset": 12, "axis": 1]),
    shares(.bytes(2, 3, 4), ["opset": 13, "axis": 1]),
    shares(.bytes(2, 3, 4), ["opset": 13, "axis": -2]),
    shares(.bytes(2, 3, 4), ["opset": 11, "axis": 0]), shares(.bytes(2, 129), ["opset": 13]),
    shares(.bytes(1), ["opset": 13]), shares(.bytes(0, 5), ["opset": 13]),
    Sample(
      [.bytes(3, 5), .scalar(0.04), nil, .scalar(0.00390625), .scalar(0)], ["opset": 13]),
    .refused(.attribute, "opset is required", inputs(.bytes(3, 5))),
    .refused(.range, "axis is an axis of X", inputs(.bytes(3, 5)), ["opset": 13, "axis": 2]),
    .refused(
      .shape, "a scale is one number",
      [.bytes(3, 5), .normal(5), .scalar(1), .scalar(1), .scalar(1)], ["opset": 13]),
    .refused(
      .missing, "y_zero_point is required", Array(inputs(.bytes(3, 5)).dropLast()), ["opset": 13]),
  ]

  private static func inputs(_ x: Draw) -> [Draw] {
    [x, .scalar(0.041), .scalar(121), .scalar(0.00390625), .scalar(3)]
  }

  private static func shares(_ x: Draw, _ attributes: [String: SampleAttribute]) -> Sample {
    Sample(inputs(x), attributes)
  }
}
