import Graphs
import Tensors

/// `Y = (X - mean) / √(variance + epsilon) · scale + B`, channel by channel.
///
/// In training, mean and variance are the batch's (over the population) and the running ones follow:
/// `running = input · momentum + current · (1 - momentum)`.
///
/// - Shapes: X `[N, C, D1…]`; the others `[C]`, or `[C, D1…]` where `spatial` is 0 (before opset 9).
/// - Source: ONNX BatchNormalization, opsets 1, 6, 7, 9, 14, 15. Before opset 14, training is told by the
///   number of outputs, and in opsets 1 and 6 by `is_test` as well.
struct BatchNormalization: Operator {
  static let consumedInputs = AttributeKey<[Int]>("consumed_inputs")
  static let epsilon = AttributeKey<Float>("epsilon")
  static let isTest = AttributeKey<Int>("is_test")
  static let momentum = AttributeKey<Float>("momentum")
  static let spatial = AttributeKey<Int>("spatial")
  static let trainingMode = AttributeKey<Int>("training_mode")
  private static let common = [epsilon.or(1e-05), momentum.or(0.9)]
  private static let oldInputs: [OperatorSchema.Formal] = [
    .one("X", "T"), .one("scale", "T"), .one("B", "T"), .one("mean", "T"), .one("var", "T"),
  ]
  private static let oldOutputs: [OperatorSchema.Formal] = [
    .one("Y", "T"), .optional("mean", "T"), .optional("var", "T"), .optional("saved_mean", "T"),
    .optional("saved_var", "T"),
  ]
  static let schema = OperatorSchema(
    "BatchNormalization",
    inputs: [
      .one("X", "T"), .one("scale", "T1"), .one("B", "T1"), .one("input_mean", "T2"),
      .one("input_var", "T2"),
    ],
    outputs: [
      .one("Y", "T"), .optional("running_mean", "T2"), .optional("running_var", "T2"),
    ],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: common + [consumedInputs.required, isTest.or(0), spatial.or(1)],
        inputs: oldInputs, outputs: oldOutputs),
      .since(
        6, ["T": .ieeeFloats], attributes: common + [isTest.or(0), spatial.or(1)],
        inputs: oldInputs, outputs: oldOutputs),
      .since(
        7, ["T": .ieeeFloats], attributes: common + [spatial.or(1)], inputs: oldInputs,
        outputs: oldOutputs),
      .since(9, ["T": .ieeeFloats], attributes: common, inputs: oldInputs, outputs: oldOutputs),
      .since(
        14, ["T": .floats, "U": .floats], attributes: common + [trainingMode.or(0)],
        inputs: [
          .one("X", "T"), .one("scale", "T"), .one("B", "T"), .one("input_mean", "U"),
          .one("input_var", "U"),
        ],
        outputs: [
          .one("Y", "T"), .optional("running_mean", "U"), .optional("running_var", "U"),
        ]),
      .since(
        15, ["T": .floats, "T1": .floats, "T2": .floats],
        attributes: common + [trainingMode.or(0)]),
    ])
  static var tolerance: Tolerance { .accumulated }

  let epsilon: Float
  let momentum: Float
  let trains: Bool
  /// Whether statistics are a channel's, not each activation's own.
  let isSpatial: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    epsilon = try node[Self.epsilon]
    momentum = try node[Self.momentum]
    isSpatial = node[ifPresent: Self.spatial].map { $0 != 0 } ?? true
    if let mode = node[ifPresent: Self.trainingMode] {
      trains = mode != 0
      guard trains || node.outputCount <= 1 else {
        throw .mismatch(
          "there are \(node.outputCount) outputs, expected 1 where training_mode is 0")
      }
    } else {
      trains = node.outputCount > 1 && node[ifPresent: Self.isTest] ?? 0 == 0
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, mean) = (try inputs.tensor(0), try inputs.tensor(3))
    let types = [.tensor(x)] + Array(repeating: ValueType.tensor(mean), count: 4)
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  /// Images, statistics, and elements that share one.
  private func extents(_ x: Shape) throws(OperatorError) -> (batch: Int, count: Int, run: Int) {
    guard x.rank >= 1 else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    let channels = x.rank > 1 ? x[1] : 1
    let spatial = x.dims.dropFirst(2).reduce(1, *)
    return isSpatial ? (x[0], channels, spatial) : (x[0], channels * spatial, 1)
  }

  private func check(
    _ count: Int, _ inputs: [Shape]
  ) throws(OperatorError) {
    for (index, shape) in inputs.enumerated() where shape.count != count {
      throw .mismatch("input \(index + 1) has shape \(shape), expected \(count) elements")
    }
  }

  private func standardization(_ x: Shape) throws(OperatorError) -> Standardization {
    let (batch, count, run) = try extents(x)
    return Standardization(
      [batch, count, run], axes: [0, 2], scale: [0, 1, 0], bias: [0, 1, 0], epsilon: epsilon)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    if trains, let x = try request.inputs.tensor(0).shape {
      return try standardization(x).scratch(request)
    }
    return request.wideCopies + .of(request.count(1), Double.self) * 2
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let (batch, count, run) = try extents(x.shape)
    var operands: [Tensor] = []
    for index in 1...4 { operands.append(try inputs.tensor(index)) }
    try check(count, operands.map(\.shape))
    if trains { return try train(inputs, operands) }
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let x):
      var values: [Buffer<Float>] = []
      for (i, operand) in operands.enumerated() {
        values.append(try floats(operand, i + 1) ?? [])
      }
      y = .float(normalized(x, batch, count, run, values))
    case .double(let x):
      var values: [Buffer<Double>] = []
      for (i, operand) in operands.enumerated() {
        values.append(try doubles(operand, i + 1) ?? [])
      }
      y = .double(normalized(x, batch, count, run, values))
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }

  private func normalized<F: WideFloat>(
    _ x: Buffer<F>, _ batch: Int, _ count: Int, _ run: Int, _ operands: [Buffer<F>]
  ) -> Buffer<F> {
    let epsilon = F(epsilon)
    let factors = Buffer(
      (0..<count).map { operands[0][$0] / (operands[3][$0] + epsilon).squareRoot() })
    let ones = Buffer<F>([1])
    return Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      let (factor, mean) = (SendablePointer(factors), SendablePointer(operands[2]))
      let (bias, one) = (SendablePointer(operands[1]), SendablePointer(ones))
      if run == 1 {
        Parallel.forEach(batch, grain: max(1, (1 << 15) / count)) { range in
          for image in range {
            let (x, y) = (source.base + image * count, target.base + image * count)
            for i in 0..<count { y[i] = (x[i] - mean.base[i]) * factor.base[i] + bias.base[i] }
          }
        }
      } else {
        Parallel.forEach(batch * count, grain: max(1, (1 << 15) / run)) { range in
          for plane in range {
            let channel = plane % count
            F.standardize(
              source.base + plane * run, run, mean: mean.base[channel],
              factor: factor.base[channel],
              scale: one.base, step: 0, bias: bias.base + channel, step: 0,
              into: target.base + plane * run)
          }
        }
      }
      withExtendedLifetime((x, factors, operands, ones)) {}
    }
  }

  private func train(_ inputs: Evaluation, _ operands: [Tensor]) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let result = try standardization(x.shape).evaluate(inputs, scale: 1, bias: 2)
    func running(_ index: Int, _ current: WideBuffer) throws(OperatorError) -> Value {
      let operand = operands[index - 1]
      let y: WideBuffer
      switch current {
      case .float(let now):
        let before = try floats(operand, index) ?? []
        let share = momentum
        y = .float(Buffer(zip(before, now).map { $0 * share + $1 * (1 - share) }))
      case .double(let now):
        let before = try doubles(operand, index) ?? []
        let share = Double(momentum)
        y = .double(Buffer(zip(before, now).map { $0 * share + $1 * (1 - share) }))
      case .int, .uint: throw .wrongType(input: 0, found: "of integers", expected: "a float type")
      }
      return try .narrowing(y, to: operand.dtype, operand.shape)
    }
    let (mean, variance) = (operands[2], operands[3])
    return [
      try .narrowing(result.y, to: x.dtype, x.shape),
      try running(3, result.mean), try running(4, result.variance),
      try .narrowing(result.mean, to: mean.dtype, mean.shape),
      try .narrowing(result.variance, to: variance.dtype, variance.shape),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let (_, count, run) = try extents(shape)
    var types: [DType] = []
    for index in 1...4 {
      let (type, shape) = try request.tensor(index)
      try check(count, [shape])
      types.append(type)
    }
    if trains { return try lowerTraining(request, types) }
    let isVector =
      run % 4 == 0 && ([dtype] + types).allSatisfy { $0 != .double } && dtype.isFloat
    return .dispatches([
      Dispatch(
        "BatchNormalization.comp", defines: isVector ? ["VECTORS": "1"] : [:],
        bindings: [
          isVector ? .readVectors("x", .input(0), dtype) : .read("x", .input(0), dtype),
          .read("scale", .input(1), types[0]), .read("bias", .input(2), types[1]),
          .read("mean", .input(3), types[2]), .read("variance", .input(4), types[3]),
          isVector ? .writeVectors("y", .output(0), dtype) : .write("y", .output(0), dtype),
        ],
        parameters: [
          .uint("count", isVector ? shape.count / 4 : shape.count), .uint("channels", count),
          .uint("run", isVector ? run / 4 : run), .float("epsilon", epsilon),
        ],
        invocations: (isVector ? shape.count / 4 : shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }

  private func lowerTraining(
    _ request: LoweringRequest, _ types: [DType]
  ) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let standardization = try standardization(shape)
    let count = standardization.rows.count
    let computed: DType = dtype == .double ? .double : .float
    var dispatch = try standardization.dispatch(request, scale: 1, bias: 2)
    dispatch.defines["HAS_MEAN"] = "1"
    dispatch.defines["HAS_VARIANCE"] = "1"
    dispatch.bindings += [
      .write("mean", .scratch(0), computed), .write("variance", .scratch(1), computed),
    ]
    var dispatches = [dispatch]
    for index in 1..<min(5, request.wanted.count) where request.wanted[index] {
      let isMean = index % 2 == 1
      dispatches.append(
        Dispatch(
          "Normalization/RunningStatistic.comp",
          bindings: [
            .read("former", .input(isMean ? 3 : 4), types[isMean ? 2 : 3]),
            .read("current", .scratch(isMean ? 0 : 1), computed),
            .write("y", .output(index), try request.output(index).dtype),
          ],
          parameters: [
            .uint("count", count), .float("momentum", index < 3 ? momentum : 0),
          ],
          invocations: (count, 1, 1)))
    }
    let statistic = TensorType(computed, [count])
    return .dispatches(dispatches, scratch: [statistic, statistic])
  }
}

extension BatchNormalization: DifferentiableByParts {
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (x, scale, bias) = (try site.x, try site.input(1), try site.input(2))
    guard isSpatial else { throw .unsupported("a derivative with statistics an activation") }
    let axes = try x.shape.dims.indices.filter { $0 != 1 }
    func channels(_ term: Term) throws(OperatorError) -> Term {
      try term.along(axis: 1, of: x).cast(to: try x.dtype)
    }
    if trains {
      let (standard, _, _) = try x.standardized(over: axes, epsilon: Double(epsilon))
      return [try standard * channels(scale) + channels(bias)]
    }
    let (mean, variance) = (try site.input(3), try site.input(4))
    let deviation = try (channels(variance) + Double(epsilon)).map(.sqrt)
    return [try (x - channels(mean)) * (channels(scale) / deviation) + channels(bias)]
  }
}

extension BatchNormalization {
  private static func inputs(_ x: Draw, _ statistics: Int...) -> [Draw?] {
    [x] + Array(repeating: .normal(statistics, scale: 1), count: 3)
      + [Draw(.uniform(0.25...2), statistics)]
  }

  static let samples: [Sample] =
    inference.map { $0.since(6) } + training.map { $0.since(14) }
    + former.map { $0.since(6).before(14) } + first.map { $0.before(6) }

  private static let inference: [Sample] = [
    Sample(inputs(.normal(2, 3, 4, 5), 3)), Sample(inputs(.normal(2, 3), 3)),
    Sample(inputs(.normal(1, 8, 4, 4), 8)), Sample(inputs(.normal(3, 17, 33), 17)),
    Sample(inputs(.normal(2, 2, 2, 3, 2), 2), ["epsilon": 0.125, "momentum": 0.5]),
    Sample(inputs(.normal(0, 3, 4), 3)), Sample(inputs(.normal(1, 65_537, 1), 65_537)),
    Sample(
      [
        .normal(2, 5, 64, 9), .normal(5).constant, .normal(5).constant, .normal(5).constant,
        .uniform(0.25...2, 5).constant,
      ]),
    Sample(inputs(.normal(7), 1)).since(14),
    Sample(inputs(.normal(2, 3, 4), 3), ["is_test": 1]).before(7),
    Sample(inputs(.normal(2, 3, 4), 3, 4), ["spatial": 0]).before(9),
    .refused(
      .shape, "scale has one element a channel",
      [.normal(2, 3, 4), .normal(2), .normal(3), .normal(3), .uniform(1...2, 3)]),
    .refused(
      .shape, "the variance has one element a channel",
      [.normal(2, 3, 4), .normal(3), .normal(3), .normal(3), .uniform(1...2, 4)]),
    .refused(
      .missing, "the variance is required", [.normal(2, 3, 4), .normal(3), .normal(3), .normal(3)]),
    .refused(
      .value, "without training_mode there is one output", inputs(.normal(2, 3, 4), 3)
    ).outputs(true, true, true).since(14),
  ]

  private static let training: [Sample] = [
    Sample(inputs(.normal(2, 3, 4, 5), 3), ["training_mode": 1]).outputs(true, true, true),
    Sample(
      inputs(.normal(3, 5, 33), 5), ["training_mode": 1, "momentum": 0.25, "epsilon": 0.125]
    )
    .outputs(true, false, true),
    Sample(inputs(.normal(9, 4), 4), ["training_mode": 1]),
    Sample(inputs(.normal(1, 2, 65, 33), 2), ["training_mode": 1]).outputs(true, true),
  ]

  /// Before opset 14, all five outputs say that a node trains.
  private static let former: [Sample] = [
    Sample(inputs(.normal(2, 3, 4, 5), 3)).outputs(count: 5),
    Sample(inputs(.normal(3, 5, 9), 5), ["momentum": 0.25, "epsilon": 0.125]).outputs(count: 5),
  ]

  /// Opset 1 has to say which inputs may be overwritten.
  private static let first: [Sample] = [
    Sample(inputs(.normal(2, 3, 4, 5), 3), ["consumed_inputs": [0, 0, 0, 1, 1], "is_test": 1]),
    Sample(inputs(.normal(2, 3, 4), 3), ["consumed_inputs": [0, 0, 0, 1, 1]]).outputs(count: 5),
    .refused(.attribute, "consumed_inputs is required", inputs(.normal(2, 3, 4), 3)),
  ]

  /// Runs may fold mean, variance, scale and bias into one factor and one addend a channel.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let (batch, count, run) = try extents(x.shape)
    let split = x.reshaped([batch, count, run])
    // Statistics of a wider type are rounded to the one in which X is computed.
    func channels(_ index: Int) throws(OperatorError) -> Reals {
      let given = try request.perturbing(index, by: x.dtype.roundoff)
      let isWider = try request.dtype(index).roundoff < x.dtype.roundoff
      return try (isWider ? given : request).reals(index).computed(in: x.dtype)
        .reshaped([1, count, 1])
    }
    let (scale, bias) = (try channels(1), try channels(2))
    guard trains else {
      let root = (try channels(4) + Double(epsilon)).squareRoot
      let factor = try scale / root
      let y = try split * factor + (bias - (try channels(3)) * factor)
      return try Estimate.outputs(of: self, request, [y])
    }
    let (standard, mean, variance, _) = try split.standardized(
      over: [0, 2], epsilon: Double(epsilon))
    let share = Double(momentum)
    func running(_ index: Int, _ current: Reals) throws(OperatorError) -> Reals {
      try channels(index) * share + current * (Reals(1, like: current) - share)
    }
    return try Estimate.outputs(
      of: self, request,
      [
        try standard.scaled(scale, bias), try running(3, mean), try running(4, variance), mean,
        variance,
      ])
  }
}
