import Graphs
import Tensors

/// `Y = X` in the element type of the second input.
///
/// - Source: ONNX CastLike, opsets 15, 19, 21, 23, 24, 25.
struct CastLike: Operator {
  static let saturate = AttributeKey<Int>("saturate")
  static let roundMode = AttributeKey<String>("round_mode")
  static let schema = OperatorSchema(
    "CastLike", inputs: [.one("input", "T1"), .one("target_type", "T2")],
    outputs: [.one("output", "T2")],
    history: [
      .since(15, ["T1": .numbers + [.bool, .string], "T2": .numbers + [.bool, .string]]),
      .since(
        19, ["T1": .ir9 - [.complex128, .complex64], "T2": .ir9 - [.complex128, .complex64]],
        attributes: [saturate.or(1)]),
      .since(
        21, ["T1": .ir10 - [.complex128, .complex64], "T2": .ir10 - [.complex128, .complex64]],
        attributes: [saturate.or(1)]),
      .since(
        23, ["T1": .ir11 - [.complex128, .complex64], "T2": .ir11 - [.complex128, .complex64]],
        attributes: [saturate.or(1)]),
      .since(
        24, ["T1": .ir12 - [.complex128, .complex64], "T2": .ir12 - [.complex128, .complex64]],
        attributes: [roundMode.or("up"), saturate.or(1)]),
      .since(
        25, ["T1": .ir13 - [.complex128, .complex64], "T2": .ir13 - [.complex128, .complex64]],
        attributes: [roundMode.or("up"), saturate.or(1)]),
    ])
  static let samples: [Sample] = [
    Sample([.uniform(0...1.4, 3, 5), .normal(2)]).everyPair,
    Sample([.uniform(-8...7, 33), .normal(0)]).types("T1", .floats + .signedIntegers).types(
      "T2", .floats + .signedIntegers),
    Sample([.special(48), .normal()]).types("T1", .floats + .float8).types(
      "T2", .floats + .float8 + [.bool]),
    Sample([.list([448, 464, 465, 500, -500, 1e6, 61_441], [7]), .normal(1)], ["saturate": 0])
      .since(19).types("T1", .floats).types("T2", .float8),
    Sample([.list([0.75, 1, 1.25, 1.5, 3, 5, 100], [7]), .normal(1)], ["round_mode": "down"])
      .since(24).types("T1", .floats).types("T2", [.float8e8m0]),
    .refused(.missing, "both inputs are required", [.normal(2)]),
  ]
  static let tolerance = Tolerance.exact

  let rule: CastRule

  init(_ node: NodeReader) throws(OperatorError) {
    rule = try CastRule(node, saturate: Self.saturate, roundMode: Self.roundMode)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(try inputs.tensor(1).dtype, try inputs.tensor(0).dims))]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    request.cast(0, to: try request.inputs.tensor(1).dtype)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    [.tensor(try inputs.tensor(0).cast(to: try inputs.tensor(1).dtype, rule))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try rule.lowered(request, to: try request.tensor(1).dtype)
  }
}

extension CastLike: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    [try site.dy.cast(to: try site.x.dtype)]
  }
}
