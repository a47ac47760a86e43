import Graphs
import Tensors

/// The mean of each window of a quantised image, quantised again:
/// `Y = saturate(round(mean / y_scale + y_zero_point))`, half to even: the zero point is added before rounding, but
/// after it where the window is the whole image.
///
/// - Shapes: X `[N, C, D1…]`, or `[N, D1…, C]` with `channels_last`; extents and means as AveragePool's.
/// - Source: com.microsoft QLinearAveragePool, version 1.
struct QLinearAveragePool: Windowed, Composite {
  static let channelsLast = AttributeKey<Int>("channels_last")
  static let countIncludePad = AttributeKey<Int>("count_include_pad")
  static let schema = OperatorSchema(
    "QLinearAveragePool", domain: "com.microsoft",
    inputs: [
      .one("X", "T"), .one("x_scale", "tensor(float)"), .optional("x_zero_point", "T"),
      .one("y_scale", "tensor(float)"), .optional("y_zero_point", "T"),
    ],
    outputs: [.one("Y", "T")],
    history: [
      .since(
        1, ["T": [.int8, .uint8]],
        attributes: [
          autoPad.or("NOTSET"), ceilMode.or(0), channelsLast.or(0), countIncludePad.or(0),
          kernelShape.required, pads.optional, strides.optional,
        ])
    ])
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

  let settings: WindowSettings
  let channelsComeLast: Bool
  let countsPadding: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    settings = try WindowSettings(node, of: Self.self)
    channelsComeLast = try node[Self.channelsLast] != 0
    countsPadding = try node[Self.countIncludePad] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try AffineInputs(name: "x", scale: 1, zero: 2).check(inputs)
    try AffineInputs(name: "y", scale: 3, zero: 4).check(inputs)
    let x = try inputs.tensor(0)
    guard let dims = x.dims else { return [.tensor(x)] }
    try checkSpatial(dims.count)
    let outputs =
      channelsComeLast
      ? try settings.channelsLast(dims)
      : dims.prefix(2) + (try settings.outputs(Array(dims.dropFirst(2))))
    return [try TensorType(x.dtype, outputs).checked()]
  }

  /// Whether the window is the whole image.
  private func isGlobal(_ dims: [Int]) -> Bool {
    let spatial = Array(channelsComeLast ? dims[1..<dims.count - 1] : dims[2...])
    guard let geometry = try? settings.geometry(spatial) else { return false }
    return geometry.axes.allSatisfy { $0.kernel == $0.input && $0.before == 0 && $0.after == 0 }
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let (dtype, shape) = (try inputs.tensor(0).dtype, try inputs.tensor(0).shape ?? [])
    try checkSpatial(shape.rank)
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let given = graph.inputs(of: inputs)
    let zero = given.count > 4 ? given[4] : nil
    var x = try graph.dequantized(given[0], given[1], given[2])
    if channelsComeLast { x = try graph.channelsSecond(x, rank: shape.rank) }
    var attributes = settings.attributes
    attributes["count_include_pad"] = .int(countsPadding ? 1 : 0)
    let means = try graph.apply("AveragePool", x, attributes: attributes)
    var y: ValueID
    if isGlobal(shape.dims) {
      y = try graph.quantized(means, given[3], zero, as: dtype)
    } else {
      y = try graph.apply("Div", means, given[3])
      if let zero { y = try graph.apply("Add", y, try graph.cast(zero, to: .float)) }
      let ends: [Float] = dtype == .uint8 ? [0, 255] : [-128, 127]
      y = try graph.apply(
        "Clip", try graph.apply("Round", y), graph.constant(Tensor(scalar: ends[0])),
        graph.constant(Tensor(scalar: ends[1])))
      y = try graph.cast(y, to: dtype)
    }
    if channelsComeLast { y = try graph.channelsLast(y, rank: shape.rank) }
    return graph.composed(y)
  }
}

extension QLinearAveragePool {
  static let samples: [Sample] = [
    pool(.bytes(1, 3, 7, 8), ["kernel_shape": [3, 3]]),
    pool(.bytes(2, 2, 9, 7), ["kernel_shape": [3, 2], "strides": [2, 1], "pads": [1, 0, 2, 1]]),
    pool(
      .bytes(2, 2, 9, 7),
      ["kernel_shape": [3, 2], "strides": [2, 1], "pads": [1, 0, 2, 1], "count_include_pad": 1]),
    pool(.bytes(1, 7, 8, 3), ["kernel_shape": [3, 3], "channels_last": 1]),
    pool(
      .bytes(1, 9, 8, 17),
      ["kernel_shape": [2, 3], "strides": [2, 2], "pads": [1, 1, 0, 1], "channels_last": 1]),
    pool(.bytes(1, 2, 8, 8), ["kernel_shape": [3, 3], "strides": [2, 2], "ceil_mode": 1]),
    pool(.bytes(1, 2, 8, 7), ["kernel_shape": [3, 2], "auto_pad": "SAME_UPPER"]),
    pool(.bytes(1, 2, 8, 7), ["kernel_shape": [3, 2], "auto_pad": "SAME_LOWER"]),
    pool(.bytes(1, 2, 8, 7), ["kernel_shape": [3, 2], "auto_pad": "VALID"]),
    pool(.bytes(2, 3, 5, 4), ["kernel_shape": [5, 4]]),
    pool(.bytes(2, 3, 17), ["kernel_shape": [4]]),
    pool(.bytes(1, 2, 4, 5, 6), ["kernel_shape": [2, 3, 2]]),
    Sample(
      [.bytes(1, 2, 6, 6), .scalar(0.04), nil, .scalar(0.03)], ["kernel_shape": [3, 3]]),
    .refused(.attribute, "kernel_shape is required", inputs(.bytes(1, 3, 7, 8))),
    .refused(
      .attribute, "kernel_shape has a number an axis", inputs(.bytes(1, 3, 7, 8)),
      ["kernel_shape": [3]]),
    .refused(
      .shape, "X has spatial axes", inputs(.bytes(3, 7)), ["kernel_shape": [3]]),
    .refused(
      .attribute, "strides are positive", inputs(.bytes(1, 3, 7, 8)),
      ["kernel_shape": [3, 3], "strides": [0, 1]]),
  ]

  private static func inputs(_ x: Draw) -> [Draw] {
    [x, .scalar(0.041), .scalar(121), .scalar(0.037), .scalar(98)]
  }

  private static func pool(_ x: Draw, _ attributes: [String: SampleAttribute]) -> Sample {
    Sample(inputs(x), attributes)
  }
}
