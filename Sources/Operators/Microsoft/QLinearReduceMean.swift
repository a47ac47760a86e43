import Graphs
import Tensors

/// The mean along axes of a quantised tensor, quantised again:
/// `reduced = saturate(round(mean / reduced_scale) + reduced_zero_point)`, half to even.
///
/// - Source: com.microsoft QLinearReduceMean, version 1.
struct QLinearReduceMean: Composite {
  static let axes = AttributeKey<[Int]>("axes")
  static let keepdims = AttributeKey<Int>("keepdims")
  static let schema = OperatorSchema(
    "QLinearReduceMean", domain: "com.microsoft",
    inputs: [
      .one("data", "T"), .one("data_scale", "tensor(float)"), .optional("data_zero_point", "T"),
      .one("reduced_scale", "tensor(float)"), .optional("reduced_zero_point", "T"),
    ],
    outputs: [.one("reduced", "T")],
    history: [
      .since(1, ["T": [.int8, .uint8]], attributes: [axes.required, keepdims.required])
    ])
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

  let axes: [Int]
  let keepsDims: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axes = try node[Self.axes]
    keepsDims = try node[Self.keepdims] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try AffineInputs(name: "x", scale: 1, zero: 2).check(inputs)
    try AffineInputs(name: "y", scale: 3, zero: 4).check(inputs)
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    let reduced = try reducedAxes(rank: dims.count)
    let outputs: [Dimension] = dims.indices.compactMap { axis in
      guard reduced.contains(axis) else { return dims[axis] }
      return keepsDims ? 1 : nil
    }
    return [.tensor(TensorType(x.dtype, outputs))]
  }

  /// All axes where none is named.
  private func reducedAxes(rank: Int) throws(OperatorError) -> [Int] {
    axes.isEmpty ? Array(0..<rank) : try resolve(axes: axes, rank: rank)
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let (dtype, rank) = (try inputs.tensor(0).dtype, try inputs.tensor(0).rank ?? 0)
    let reduced = try reducedAxes(rank: rank)
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let given = graph.inputs(of: inputs)
    let x = try graph.dequantized(given[0], given[1], given[2])
    let list = try tensors { () throws(TensorError) in
      try Tensor(reduced.map { Int64($0) }, shape: [reduced.count])
    }
    let means = try graph.apply(
      "ReduceMean", x, graph.constant(list), attributes: ["keepdims": .int(keepsDims ? 1 : 0)])
    let zero = given.count > 4 ? given[4] : nil
    let y = try graph.quantized(means, given[3], zero, as: dtype)
    return graph.composed(y)
  }
}

extension QLinearReduceMean {
  static let samples: [Sample] = [
    mean(.bytes(2, 3, 4), [1], keeps: 1), mean(.bytes(2, 3, 4), [-1], keeps: 0),
    mean(.bytes(2, 3, 4), [0, 2], keeps: 0), mean(.bytes(2, 3, 4), [], keeps: 1),
    mean(.bytes(2, 0, 4), [2], keeps: 1), mean(.bytes(7, 300), [1], keeps: 0),
    mean(.bytes(1, 5), [0], keeps: 0),
    Sample(
      [.bytes(2, 3, 4), .scalar(0.04), nil, .scalar(0.03)], ["axes": [1], "keepdims": 1]),
    .refused(.attribute, "axes are required", inputs(.bytes(2, 3)), ["keepdims": 1]),
    .refused(.range, "axes are axes of data", inputs(.bytes(2, 3)), ["axes": [2], "keepdims": 1]),
    .refused(
      .shape, "a scale is one number",
      [.bytes(2, 3), .normal(3), .scalar(1), .scalar(1), .scalar(1)],
      ["axes": [1], "keepdims": 1]),
  ]

  private static func inputs(_ x: Draw) -> [Draw] {
    [x, .scalar(0.041), .scalar(121), .scalar(0.037), .scalar(98)]
  }

  private static func mean(_ x: Draw, _ axes: [Int64], keeps: Int64) -> Sample {
    Sample(inputs(x), ["axes": .list(axes.map { .int($0) }), "keepdims": .int(keeps)])
  }
}
