import Graphs
import Tensors

/// `Y = saturate(round(f(X) / Y_scale) + Y_zero_point)` of the numbers that bytes X stand for, halves to
/// even.
///
/// The shader is `Microsoft/<Operator>.comp`: `float f(float x)` and the family's include.
protocol QuantizedUnary: Operator {
  func apply(_ x: Float) -> Float
  var shaderParameters: [Parameter] { get }
}

extension OperatorSchema {
  /// The schema that the family shares.
  static func quantizedUnary(_ name: String, attributes: [AttributeDeclaration] = []) -> Self {
    Self(
      name, domain: "com.microsoft",
      inputs: [
        .one("X", "T"), .one("X_scale", "tensor(float)"), .optional("X_zero_point", "T"),
        .one("Y_scale", "tensor(float)"), .optional("Y_zero_point", "T"),
      ],
      outputs: [.one("Y", "T")],
      history: [.since(1, ["T": [.int8, .uint8]], attributes: attributes)])
  }
}

extension QuantizedUnary {
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }
  var shaderParameters: [Parameter] { [] }

  private var scales: [AffineInputs] {
    [AffineInputs(name: "x", scale: 1, zero: 2), AffineInputs(name: "y", scale: 3, zero: 4)]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    for scale in scales { try scale.check(inputs) }
    return [.tensor(try inputs.tensor(0))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let table = ByteTable(
      from: try scales[0].read(inputs), to: try scales[1].read(inputs), isSigned: x.dtype == .int8,
      apply)
    return [.tensor(try table(x, input: 0))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    var defines: [String: String] = [:]
    var bindings: [Binding] = [.read("x", .input(0), dtype), .write("y", .output(0), dtype)]
    for scale in scales {
      let parts = try scale.shaderParts(request)
      defines.merge(parts.defines) { $1 }
      bindings += parts.bindings
    }
    return .dispatches([
      ElementwiseLowering(
        plan: BroadcastPlan([shape], to: shape), names: ["x"], device: request.device
      ).dispatch(
        "Microsoft/\(Self.schema.name).comp", defines: defines, bindings: bindings,
        parameters: shaderParameters)
    ])
  }
}

extension QuantizedUnary {
  static var samples: [Sample] { unarySamples }

  static var unarySamples: [Sample] {
    [
      one(.bytes(3, 5)), one(.bytes()), one(.bytes(0)), one(.bytes(1)), one(.special(2, 33)),
      one(Draw(.list((0..<256).map { Double($0) }), [256])), one(.bytes(257, 65)),
      Sample([.bytes(2, 9), .scalar(0.041), nil, .scalar(0.0625), .scalar(7)]),
      Sample([.bytes(2, 9), .list(0.041), .list(121), .list(0.0625), .list(7)]),
      Sample([.bytes(2, 9), .scalar(0.041), .scalar(121), .scalar(0.0625)]),
      .refused(
        .shape, "a scale is one number", [.bytes(2, 9), .normal(9), .scalar(1), .scalar(1)]),
      .refused(.missing, "Y_scale is required", [.bytes(2, 9), .scalar(1), .scalar(1)]),
    ]
  }

  private static func one(_ x: Draw) -> Sample {
    Sample([x, .scalar(0.041), .scalar(121), .scalar(0.011), .scalar(7)])
  }

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.requantized(self, scales: [1, 3], steps: 8)
  }
}
