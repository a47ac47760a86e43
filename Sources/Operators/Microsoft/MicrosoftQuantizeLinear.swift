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
