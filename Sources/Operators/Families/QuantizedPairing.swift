import CKernels
import Graphs
import Tensors

/// `C = saturate(round(f(A, B) / C_scale + C_zero_point))` of the numbers that bytes A and B stand for, after
/// broadcasting, halves to even: the zero point is added before rounding.
///
/// The shader is `Microsoft/<Operator>.comp`: `float f(float a, float b)` and the family's include.
protocol QuantizedPairing: Operator {
  static var multiplies: Bool { get }
}

extension OperatorSchema {
  /// The schema that the family shares.
  static func quantizedPairing(_ name: String) -> Self {
    Self(
      name, domain: "com.microsoft",
      inputs: [
        .one("A", "T"), .one("A_scale", "tensor(float)"), .optional("A_zero_point", "T"),
        .one("B", "T"), .one("B_scale", "tensor(float)"), .optional("B_zero_point", "T"),
        .one("C_scale", "tensor(float)"), .optional("C_zero_point", "T"),
      ],
      outputs: [.one("C", "T")], history: [.since(1, ["T": [.int8, .uint8]])])
  }
}

extension QuantizedPairing {
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

  private var scales: [AffineInputs] {
    [
      AffineInputs(name: "a", scale: 1, zero: 2), AffineInputs(name: "b", scale: 4, zero: 5),
      AffineInputs(name: "y", scale: 6, zero: 7),
    ]
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    for scale in scales { try scale.check(inputs) }
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(3))
    return [try TensorType(a.dtype, try broadcast([a.dims, b.dims])).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let type = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let shape = try type.extent()
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(3))
    let plan = BroadcastPlan([a.shape, b.shape], to: shape)
    func affine(_ number: Int) throws(OperatorError) -> wonnx_affine {
      let scale = try scales[number].read(inputs)
      return wonnx_affine(scale: scale.scale, zero: scale.zero)
    }
    let by = wonnx_quantized_pair(
      a: try affine(0), b: try affine(1), y: try affine(2), multiplies: Self.multiplies)
    switch (a.elements, b.elements) {
    case (.uint8(let x), .uint8(let y)):
      return [try .tensor(paired(plan, x, y, by, wonnx_quantized_pair_u8), shape)]
    case (.int8(let x), .int8(let y)):
      return [try .tensor(paired(plan, x, y, by, wonnx_quantized_pair_s8), shape)]
    default: throw .wrongType(input: 3, found: b.dtype.name, expected: a.dtype.name)
    }
  }

  private func paired<T: BitwiseCopyable & Sendable>(
    _ plan: BroadcastPlan, _ x: Buffer<T>, _ y: Buffer<T>, _ by: wonnx_quantized_pair,
    _ kernel:
      @Sendable (
        wonnx_quantized_pair, UnsafePointer<T>?, Int, UnsafePointer<T>?, Int,
        UnsafeMutablePointer<T>?, Int
      ) -> Void
  ) -> Buffer<T> {
    Buffer(count: plan.count) { out in
      guard !out.isEmpty else { return }
      let (a, b, target) = (SendablePointer(x), SendablePointer(y), SendablePointer(out))
      plan.forEachRun { start, offsets, count in
        kernel(
          by, a.base + offsets[0], min(1, plan.step(0)), b.base + offsets[1], min(1, plan.step(1)),
          target.base + start, count)
      }
      withExtendedLifetime((x, y)) {}
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (a, b) = (try request.tensor(0), try request.tensor(3))
    let (dtype, shape) = try request.output(0)
    var defines: [String: String] = [:]
    var bindings: [Binding] = [
      .read("a", .input(0), a.dtype), .read("b", .input(3), b.dtype),
      .write("y", .output(0), dtype),
    ]
    for scale in scales {
      let parts = try scale.shaderParts(request)
      defines.merge(parts.defines) { $1 }
      bindings += parts.bindings
    }
    return .dispatches([
      ElementwiseLowering(
        plan: BroadcastPlan([a.shape, b.shape], to: shape), names: ["a", "b"],
        device: request.device
      ).dispatch("Microsoft/\(Self.schema.name).comp", defines: defines, bindings: bindings)
    ])
  }
}

extension QuantizedPairing {
  static var samples: [Sample] {
    [
      pair(.bytes(3, 5), .bytes(3, 5)), pair(.bytes(), .bytes()), pair(.bytes(2, 3, 4), .bytes(4)),
      pair(.bytes(4), .bytes(2, 3, 4)), pair(.bytes(3, 1, 5), .bytes(1, 4, 1)),
      pair(.bytes(0, 3), .bytes(1, 3)), pair(.special(33), .bytes(2, 33)),
      pair(.bytes(257, 129), .bytes(257, 1)), pair(.bytes(3, 5).constant, .bytes(5)),
      Sample([.bytes(3, 5), .list(0.02), .list(3), .bytes(5), .list(0.04), .list(9), .list(0.06)]),
      Sample(
        [
          .bytes(3, 5), .scalar(0.02), nil, .bytes(5), .scalar(0.04), nil, .scalar(0.06),
          .scalar(7),
        ]),
      .refused(
        .shape, "A and B broadcast",
        [.bytes(2, 3), .scalar(1), .scalar(0), .bytes(2, 4), .scalar(1), .scalar(0), .scalar(1)]),
      .refused(
        .shape, "a scale is one number",
        [.bytes(2, 3), .normal(3), .scalar(0), .bytes(2, 3), .scalar(1), .scalar(0), .scalar(1)]),
      .refused(
        .missing, "C_scale is required",
        [.bytes(2, 3), .scalar(1), .scalar(0), .bytes(2, 3), .scalar(1), .scalar(0)]),
    ]
  }

  private static func pair(_ a: Draw, _ b: Draw) -> Sample {
    let result = multiplies ? 0.9 : 0.055
    return Sample(
      [
        a, .scalar(0.03), .scalar(121), b, .scalar(0.041), .scalar(98), .scalar(result),
        .scalar(130),
      ])
  }

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.requantized(self, scales: [1, 4, 6])
  }
}
