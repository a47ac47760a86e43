import Graphs
import Tensors

/// `y = (x - x_zero_point) · x_scale`, rounded once, as ONNX DequantizeLinear 13 has it.
///
/// - Shapes: x_scale is one number, or one for each slice of `axis`, which is 1 where it is absent.
/// - Source: com.microsoft DequantizeLinear, version 1.
struct MicrosoftDequantizeLinear: Operator {
  static let schema = OperatorSchema(
    "DequantizeLinear", domain: "com.microsoft",
    inputs: [.one("x", "T1"), .one("x_scale", "T2"), .optional("x_zero_point", "T1")],
    outputs: [.one("y", "T2")],
    history: [
      .since(
        1,
        [
          "T1": [.int16, .int32, .int4, .int8, .uint16, .uint4, .uint8],
          "T2": [.float, .float16],
        ], attributes: [DequantizeLinear.axis.optional])
    ])
  static let tolerance = DequantizeLinear.tolerance

  let base: DequantizeLinear

  init(_ node: NodeReader) throws(OperatorError) { base = try DequantizeLinear(node) }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { try base.infer(inputs) }
  func scratch(_ request: ScratchRequest) -> ByteCount { base.scratch(request) }
  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    try base.evaluate(inputs)
  }
  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try base.lower(request)
  }
}

extension MicrosoftDequantizeLinear {
  static let samples: [Sample] = [
    Sample([.normal(3, 5), .scalar(0.04), .scalar(7)]),
    Sample([.bytes(3, 5), .list(0.04), .list(7)]),
    Sample([.special(3, 5), .uniform(0.01...0.1, 5), .integers(0...7, 5)]),
    Sample([.bytes(3, 5), .uniform(0.01...0.1, 3), .integers(0...7, 3)], ["axis": 0]),
    Sample([.bytes(3, 5, 2), .uniform(0.01...0.1, 5), .integers(0...7, 5)], ["axis": -2]),
    Sample([.bytes(3, 5), .scalar(0.04)]), Sample([.bytes(0, 5), .scalar(0.04), .scalar(7)]),
    Sample([.bytes(), .scalar(0.04), .scalar(7)]),
    Sample([.bytes(257, 33), .scalar(0.04), .scalar(7)]),
    .refused(
      .shape, "x_scale has a number a slice",
      [.bytes(3, 5), .uniform(0.1...1, 4), .integers(0...7, 4)]),
    .refused(
      .shape, "scale and zero point have one shape",
      [.bytes(3, 5), .uniform(0.1...1, 5), .scalar(7)]),
    .refused(
      .range, "axis is an axis of x", [.bytes(3, 5), .uniform(0.1...1, 5), .integers(0...7, 5)],
      ["axis": 2]),
    .refused(.missing, "x_scale is required", [.bytes(3, 5)]),
  ]
}
