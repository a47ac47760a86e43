import Graphs
import Tensors

/// `y = saturate(round(x / y_scale) + y_zero_point)`, half to even, as ONNX QuantizeLinear 13 has it.
///
/// - Shapes: y_scale is one number, or one for each slice of `axis`, which is 1 where it is absent.
/// - Types: the quotient is rounded to float32, also that of float16. Without a zero point y is uint8.
/// - Source: com.microsoft QuantizeLinear, version 1.
struct MicrosoftQuantizeLinear: Operator {
  static let schema = OperatorSchema(
    "QuantizeLinear", domain: "com.microsoft",
    inputs: [.one("x", "T1"), .one("y_scale", "T1"), .optional("y_zero_point", "T2")],
    outputs: [.one("y", "T2")],
    history: [
      .since(
        1,
        [
          "T1": [.float, .float16], "T2": [.int16, .int4, .int8, .uint16, .uint4, .uint8],
        ], attributes: [QuantizeLinear.axis.optional])
    ])
  static let tolerance = QuantizeLinear.tolerance

  let base: QuantizeLinear

  init(_ node: NodeReader) throws(OperatorError) {
    var base = try QuantizeLinear(node)
    base.quotientType = .float
    self.base = base
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { try base.infer(inputs) }
  func scratch(_ request: ScratchRequest) -> ByteCount { base.scratch(request) }
  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    try base.evaluate(inputs)
  }
  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try base.lower(request)
  }
}

extension MicrosoftQuantizeLinear {
  static let samples: [Sample] = [
    Sample([.normal([3, 5], scale: 3), .scalar(0.04), .scalar(7)]),
    Sample([.normal([3, 5], scale: 3), .list(0.04), .list(7)]),
    Sample([.normal(3, 5), .uniform(0.01...0.1, 5), .integers(0...7, 5)]),
    Sample([.normal(3, 5), .uniform(0.01...0.1, 3), .integers(0...7, 3)], ["axis": 0]),
    Sample([.normal(3, 5, 2), .uniform(0.01...0.1, 5), .integers(0...7, 5)], ["axis": -2]),
    Sample([.normal(3, 5), .scalar(0.04)]).types("T2", [.uint8]),
    Sample([.list([0.5, 1.5, 2.5, -0.5, -1.5, 1e4, -1e4, 3.4], [8]), .scalar(1), .scalar(3)]),
    Sample([.list([.infinity, -.infinity, 0, -0.0], [4]), .scalar(0.5), .scalar(3)]),
    Sample([.normal(0, 5), .scalar(0.04), .scalar(7)]),
    Sample([.normal(), .scalar(0.04), .scalar(7)]),
    Sample([.normal([257, 33], scale: 3), .scalar(0.04), .scalar(7)]),
    .refused(
      .shape, "y_scale has a number a slice",
      [.normal(3, 5), .uniform(0.1...1, 4), .integers(0...7, 4)]),
    .refused(
      .shape, "scale and zero point have one shape",
      [.normal(3, 5), .uniform(0.1...1, 5), .scalar(7)]),
    .refused(
      .range, "axis is an axis of x", [.normal(3, 5), .uniform(0.1...1, 5), .integers(0...7, 5)],
      ["axis": 2]),
    .refused(.missing, "y_scale is required", [.normal(3, 5)]),
  ]
}
