import Graphs
import Tensors

/// ONNX QLinearConv over an image whose channels may come last.
///
/// - Shapes: with `channels_last` x is `[N, D1…, C]` and y likewise; w is `[M, C / group, k1…]` either way.
/// - Source: com.microsoft QLinearConv, version 1.
struct MicrosoftQLinearConv: Composite {
  static let channelsLast = AttributeKey<Int>("channels_last")
  static let schema = OperatorSchema(
    "QLinearConv", domain: "com.microsoft",
    inputs: [
      .one("x", "T1"), .one("x_scale", "tensor(float)"), .one("x_zero_point", "T1"),
      .one("w", "T2"), .one("w_scale", "tensor(float)"), .one("w_zero_point", "T2"),
      .one("y_scale", "tensor(float)"), .one("y_zero_point", "T3"), .optional("B", "T4"),
    ],
    outputs: [.one("y", "T3")],
    history: [
      .since(
        1,
        [
          "T1": [.int8, .uint8], "T2": [.int8, .uint8], "T3": [.int8, .uint8], "T4": [.int32],
        ],
        attributes: [
          QLinearConv.autoPad.or("NOTSET"), channelsLast.or(0), QLinearConv.dilations.optional,
          QLinearConv.group.or(1), QLinearConv.kernelShape.optional, QLinearConv.pads.optional,
          QLinearConv.strides.optional,
        ])
    ])
  static let tolerance = QLinearConv.tolerance
  static let hasOwnKernel = true

  private var base: QLinearConv
  private let channelsComeLast: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    base = try QLinearConv(node)
    channelsComeLast = try node[Self.channelsLast] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard channelsComeLast else { return try base.infer(inputs) }
    var dims = try inputs.tensor(0).dims
    if let given = dims {
      try checkSpatial(given.count)
      dims = [given[0], given[given.count - 1]] + given[1..<given.count - 1]
    }
    let outputs = try Convolution.infer(
      dims, try inputs.tensor(3).dims, base.settings, groups: base.groups)
    let moved = outputs.map { [$0[0]] + $0[2...] + [$0[1]] }
    return [try TensorType(try inputs.tensor(7).dtype, moved).checked()]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    channelsComeLast ? .zero : try base.scratch(request)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard channelsComeLast else { return try base.evaluate(inputs) }
    let (inference, wanted) = (inputs.inference, inputs.wanted)
    return try inputs.run(
      .composed(inference.types) { () throws(OperatorError) in
        try composition(inference, wanted: wanted)
      }, inputs.values.filter { $0 != nil })
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard !channelsComeLast, let packing = base.packing(constants, precision),
      let operation = packing.operation as? QLinearConv
    else { return nil }
    var packed = self
    packed.base = operation
    return Packing(packed, inputs: packing.inputs)
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    let rank = try inputs.tensor(0).rank ?? 0
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    var given = graph.inputs(of: inputs)
    if channelsComeLast {
      try checkSpatial(rank)
      given[0] = try graph.channelsSecond(given[0], rank: rank)
    }
    var attributes = base.settings.attributes
    attributes["ceil_mode"] = nil
    attributes["group"] = .int(Int64(base.groups))
    var y = try graph.apply("QLinearConv", given, outputCount: 1, attributes: attributes)[0]
    if channelsComeLast { y = try graph.channelsLast(y, rank: rank) }
    return graph.composed(y)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    guard channelsComeLast else { return try base.lower(request) }
    return .expansion(try composition(request.inference, wanted: request.wanted))
  }
}

extension MicrosoftQLinearConv {
  static let samples: [Sample] = [
    conv([1, 3, 7, 8], [5, 3, 3, 3]), conv([1, 7, 8, 3], [5, 3, 3, 3], ["channels_last": 1]),
    conv([2, 4, 9, 7], [6, 2, 3, 3], ["group": 2, "pads": [1, 0, 1, 2]], bias: true),
    conv(
      [2, 9, 7, 4], [6, 2, 3, 3], ["group": 2, "pads": [1, 0, 1, 2], "channels_last": 1], bias: true
    ),
    conv(
      [2, 9, 8, 4], [4, 1, 3, 2],
      ["group": 4, "strides": [2, 1], "dilations": [2, 3], "channels_last": 1]),
    conv(
      [1, 8, 7, 3], [2, 3, 3, 2],
      ["auto_pad": "SAME_UPPER", "strides": [2, 2], "channels_last": 1]),
    conv([1, 8, 7, 3], [2, 3, 3, 2], ["auto_pad": "SAME_LOWER", "channels_last": 1]),
    conv([1, 5, 5, 17], [33, 17, 1, 1], ["channels_last": 1], bias: true),
    conv([2, 17, 3], [5, 3, 4], ["strides": [3], "channels_last": 1]),
    conv([1, 4, 5, 6, 2], [3, 2, 2, 3, 2], ["channels_last": 1]),
    conv([0, 7, 8, 3], [5, 3, 3, 3], ["channels_last": 1]),
    .refused(
      .shape, "w has x's channels", inputs([1, 3, 7, 8], [5, 3, 3, 3]), ["channels_last": 1]),
    .refused(
      .shape, "B has w's rows", inputs([1, 7, 8, 3], [5, 3, 3, 3]) + [.integers(0...9, 4)],
      ["channels_last": 1]),
  ]

  private static func inputs(_ x: [Int], _ w: [Int]) -> [Draw] {
    [
      Draw(.uniform(0...255), x), .scalar(0.015625), .scalar(117), Draw(.uniform(0...127), w),
      .scalar(0.0078125), .scalar(64), .scalar(0.25), .scalar(9),
    ]
  }

  private static func conv(
    _ x: [Int], _ w: [Int], _ attributes: [String: SampleAttribute] = [:], bias: Bool = false
  ) -> Sample {
    var inputs = inputs(x, w)
    guard bias else { return Sample(inputs, attributes) }
    // A scale and a zero point for each of w's rows.
    inputs[4] = Draw(.uniform(0.005...0.02), [w[0]])
    inputs[5] = Draw(.list([64]), [w[0]])
    return Sample(inputs + [Draw(.uniform(-2000...2000), [w[0]])], attributes)
  }
}
