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
