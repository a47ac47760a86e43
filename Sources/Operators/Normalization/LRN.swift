import Graphs
import Tensors

/// Local response normalisation across channels: `Y = X / (bias + alpha / size · S)^beta`, where S is the
/// sum of the squares of the channels from `c - ⌊(size-1)/2⌋` to `c + ⌈(size-1)/2⌉` at the same place.
///
/// A beta of 0.75 is taken as two square roots, which is as near.
///
/// - Source: ONNX LRN, opsets 1, 13.
struct LRN: Operator {
  static let alpha = AttributeKey<Float>("alpha")
  static let beta = AttributeKey<Float>("beta")
  static let bias = AttributeKey<Float>("bias")
  static let size = AttributeKey<Int>("size")
  private static let attributes = [
    alpha.or(0.0001), beta.or(0.75), bias.or(1.0), size.required,
  ]
  static let schema = OperatorSchema(
    "LRN", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(1, ["T": .ieeeFloats], attributes: attributes),
      .since(13, ["T": .floats], attributes: attributes),
    ])
  static var tolerance: Tolerance { .accumulated }

  let alpha: Float
  let beta: Float
  let bias: Float
  let size: Int

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    beta = try node[Self.beta]
    bias = try node[Self.bias]
    size = try node[Self.size]
    guard (1...WindowSettings.largest).contains(size) else {
      throw .attribute("size", found: "\(size)", expected: "at least 1")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [try inputs.type(0)] }

  private func extents(_ x: Shape) throws(OperatorError) -> (batch: Int, channels: Int, run: Int) {
    guard x.rank >= 2 else { throw .rank(input: 0, found: x.rank, expected: "at least 2") }
    return (x[0], x[1], x.dims.dropFirst(2).reduce(1, *))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let (batch, channels, run) = try extents(x.shape)
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let x): y = .float(normalized(x, batch, channels, run))
    case .double(let x): y = .double(normalized(x, batch, channels, run))
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }

  private func normalized<F: WideFloat>(
    _ x: Buffer<F>, _ batch: Int, _ channels: Int, _ run: Int
  ) -> Buffer<F> {
    let (bias, beta) = (F(bias), F(beta))
    let share = F(alpha) / F(size)
    let (before, after) = ((size - 1) / 2, size / 2)
    return Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      Parallel.forEach(batch * channels, grain: max(1, (1 << 13) / run)) { range in
        for plane in range {
          let (image, channel) = plane.quotientAndRemainder(dividingBy: channels)
          let y = target.base + plane * run
          for i in 0..<run { y[i] = 0 }
          for other in max(0, channel - before)...min(channels - 1, channel + after) {
            let x = source.base + (image * channels + other) * run
            for i in 0..<run { y[i] += x[i] * x[i] }
          }
          let x = source.base + plane * run
          if beta == 0.75 {
            for i in 0..<run {
              let root = (bias + share * y[i]).squareRoot()
              y[i] = x[i] / (root * root.squareRoot())
            }
          } else {
            for i in 0..<run { y[i] = x[i] / F.pow(bias + share * y[i], beta) }
          }
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let (_, channels, run) = try extents(shape)
    let width = min(size, channels)
    return .dispatches([
      Dispatch(
        "LRN.comp", defines: beta == 0.75 ? ["BETA_IS_3_4": "1"] : [:],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)],
        parameters: [
          .uint("count", shape.count), .uint("channels", channels), .uint("run", run),
          .uint("behind", (size - 1) / 2), .uint("ahead", size / 2),
          dtype == .double
            ? .double("share", Double(alpha) / Double(size))
            : .float("share", alpha / Float(size)), .float("beta", beta), .float("bias", bias),
        ],
        invocations: (shape.count, 1, 1), tripBound: width)
    ])
  }
}

extension LRN {
  static let samples: [Sample] = [
    Sample([.normal(2, 5, 3, 4)], ["size": 3]), Sample([.normal(1, 6, 7)], ["size": 4]),
    Sample([.normal(1, 7, 3, 3)], ["size": 5, "alpha": 0.5, "beta": 0.5, "bias": 2.0]),
    Sample([.normal(1, 4, 5)], ["size": 1, "alpha": 1.0]),
    Sample([.normal(1, 3, 5)], ["size": 9, "alpha": 0.25, "beta": 1.5]),
    Sample([.normal(3, 6)], ["size": 2, "alpha": 1.0, "beta": 0.75]),
    Sample([.normal(1, 3, 2, 3, 2)], ["size": 3, "alpha": 0.5]),
    Sample([.normal(1, 33, 9, 7)], ["size": 17, "alpha": 1.0]),
    Sample([.normal(1, 65_537, 1)], ["size": 3, "alpha": 1.0]),
    Sample([.normal(0, 3, 2)], ["size": 3]),
    .refused(.attribute, "size is required", [.normal(1, 3, 4)]),
    .refused(.attribute, "size is at least 1", [.normal(1, 3, 4)], ["size": 0]),
    .refused(.shape, "X has a batch and channels", [.normal(3)], ["size": 1]),
  ]

  /// The divisor's sum has no negative terms where alpha and bias are not: its relative errors count
  /// beta times, and a power has four ULPs.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard alpha >= 0, bias >= 0 else { throw .unbounded("LRN of a negative alpha or bias") }
    return try request.pointwise(
      self, ulps: Double(beta.magnitude) * (Double(size) + 4) / 2 + 5)
  }
}
