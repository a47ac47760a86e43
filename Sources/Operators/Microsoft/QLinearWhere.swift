import Graphs
import Tensors

/// Where a condition holds X's numbers, elsewhere Y's, quantised:
/// `Z = saturate(round(condition ? x : y / sZ) + zZ)`, half to even, `x = (X - zX) · sX` and likewise y.
///
/// - Shapes: condition, X and Y broadcast.
/// - Source: com.microsoft QLinearWhere, version 1.
struct QLinearWhere: Composite {
  static let schema = OperatorSchema(
    "QLinearWhere", domain: "com.microsoft",
    inputs: [
      .one("condition", "B"), .one("X", "T"), .one("x_scale", "TF"), .one("x_zero_point", "T"),
      .one("Y", "T"), .one("y_scale", "TF"), .one("y_zero_point", "T"), .one("z_scale", "TF"),
      .one("z_zero_point", "T"),
    ],
    outputs: [.one("Z", "T")],
    history: [.since(1, ["B": [.bool], "T": [.int8, .uint8], "TF": [.float]])])
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    for (scale, zero) in [(2, 3), (5, 6), (7, 8)] {
      try AffineInputs(name: "", scale: scale, zero: zero).check(inputs)
    }
    let x = try inputs.tensor(1)
    let dims = try broadcast([try inputs.tensor(0).dims, x.dims, try inputs.tensor(4).dims])
    return [try TensorType(x.dtype, dims).checked()]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let dtype = try inputs.tensor(1).dtype
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let given = graph.inputs(of: inputs)
    let x = try graph.dequantized(given[1], given[2], given[3])
    let y = try graph.dequantized(given[4], given[5], given[6])
    let z = try graph.apply(
      "Where", given[0], try graph.quantized(x, given[7], given[8], as: dtype),
      try graph.quantized(y, given[7], given[8], as: dtype))
    return graph.composed(z)
  }
}

extension QLinearWhere {
  static let samples: [Sample] = [
    chosen(.normal(3, 5), .bytes(3, 5), .bytes(3, 5)), chosen(.normal(), .bytes(2, 3), .bytes(3)),
    chosen(.normal(3, 1), .bytes(5), .bytes()), chosen(.normal(4), .bytes(3, 1), .bytes(2, 1, 1)),
    chosen(.normal(0, 3), .bytes(3), .bytes(3)),
    chosen(.normal(129, 65), .bytes(65), .bytes(129, 1)),
    chosen(.normal(33), .special(33), .special(33)),
    .refused(
      .shape, "condition, X and Y broadcast",
      inputs(.normal(2), .bytes(3), .bytes(3))),
    .refused(
      .missing, "z_zero_point is required",
      Array(inputs(.normal(3), .bytes(3), .bytes(3)).dropLast())),
    .refused(
      .shape, "a scale is one number",
      [.normal(3), .bytes(3), .normal(3)] + Array(inputs(.normal(3), .bytes(3), .bytes(3))[3...])),
  ]

  private static func inputs(_ condition: Draw, _ x: Draw, _ y: Draw) -> [Draw] {
    [
      condition, x, .scalar(0.041), .scalar(121), y, .scalar(0.023), .scalar(77), .scalar(0.037),
      .scalar(98),
    ]
  }

  private static func chosen(_ condition: Draw, _ x: Draw, _ y: Draw) -> Sample {
    Sample(inputs(condition, x, y))
  }
}
