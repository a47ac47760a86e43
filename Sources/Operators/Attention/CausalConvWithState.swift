import Graphs
import Tensors

/// A depthwise convolution over the past and present alone, with the last inputs carried over.
///
/// `Y[b, c, t] = f(B[c] + Σ_k W[c, 0, k] · P[b, c, t + k])`, where P is the past state (or zeros)
/// followed by X, and f the identity or `v · sigmoid(v)`; the new state is the end of P.
///
/// - Shapes: X, Y `[B, C, L]`, W `[C, 1, K]`, B `[C]`, states `[B, C, K - 1]`.
/// - Types: the convolution is rounded to X's type before f.
///
/// - Source: ONNX CausalConvWithState, opset 27.
struct CausalConvWithState: Operator {
  static let activation = AttributeKey<String>("activation")
  static let schema = OperatorSchema(
    "CausalConvWithState",
    inputs: [
      .one("input", "T"), .one("weight", "T"), .optional("bias", "T"), .optional("past_state", "T"),
    ], outputs: [.one("output", "T"), .one("present_state", "T")],
    history: [
      .since(
        27, ["T": .floats - [.double]],
        attributes: [activation.or("none")])
    ])
  static let tolerance = Tolerance.accumulated

  /// Whether `v · sigmoid(v)` follows.
  let activates: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.activation]
    guard ["none", "silu", "swish"].contains(name) else {
      throw .attribute("activation", found: "'\(name)'", expected: "'none', 'silu' or 'swish'")
    }
    activates = name != "none"
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, w) = (try inputs.tensor(0), try inputs.tensor(1))
    if let rank = x.rank, rank != 3 { throw .rank(input: 0, found: rank, expected: "3") }
    if let rank = w.rank, rank != 3 { throw .rank(input: 1, found: rank, expected: "3") }
    if let x = x.shape, let w = w.shape { try check(x, w, inputs) }
    let state = x.dims.map { [$0[0], $0[1], w.dims?[2].map { $0 - 1 } ?? .unknown] }
    return [.tensor(x), .tensor(TensorType(x.dtype, state))]
  }

  private func check(_ x: Shape, _ w: Shape, _ inputs: Inference) throws(OperatorError) {
    guard w[0] == x[1], w[1] == 1, w[2] > 0 else {
      throw .mismatch("weights of shape \(w) do not fit an input of shape \(x)")
    }
    if inputs.has(2), let bias = try inputs.tensor(2).shape, bias.dims != [x[1]] {
      throw .mismatch("a bias of shape \(bias) does not fit \(x[1]) channels")
    }
    if inputs.has(3), let past = try inputs.tensor(3).shape, past.dims != [x[0], x[1], w[2] - 1] {
      throw .mismatch("a state of shape \(past) does not fit an input of shape \(x)")
    }
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    return inputs.precision == .double
      ? try convolved(inputs, Double.self, .none)
      : try convolved(inputs, Float.self, Narrowing(x.dtype))
  }

  private func convolved<F: WideFloat>(
    _ inputs: Evaluation, _ type: F.Type, _ narrowing: Narrowing
  ) throws(OperatorError) -> [Value?] {
    let (x, w) = (try inputs.tensor(0), try inputs.tensor(1))
    let (channels, length, taps) = (x.shape[1], x.shape[2], w.shape[2])
    let past = try inputs.optionalTensor(3)?.floats(F.self)
    let bias = try inputs.optionalTensor(2)?.floats(F.self)
    let (values, weights) = (try x.floats(F.self), try w.floats(F.self))
    @Sendable func padded(_ row: Int, _ t: Int) -> F {
      t < taps - 1
        ? past?[row * (taps - 1) + t] ?? 0 : values[row * length + t - (taps - 1)]
    }
    let activates = activates
    let y = filled(x.count) { i -> F in
      let (row, t) = (i / length, i % length)
      var sum = Summation.product(
        taps, { weights[row % channels * taps + $0] }, { padded(row, t + $0) })
      if let bias { sum += bias[row % channels] }
      let v = narrowing.round(sum)
      return activates ? v * logistic(v) : v
    }
    let state = filled(x.shape[0] * channels * (taps - 1)) { i in
      padded(i / (taps - 1), length + i % (taps - 1))
    }
    return [
      try .narrowing(F.wrap(wide: y), to: x.dtype, x.shape),
      try .narrowing(F.wrap(wide: state), to: x.dtype, [x.shape[0], channels, taps - 1]),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, w) = (try request.tensor(0), try request.tensor(1))
    let taps = w.shape[2]
    var bindings: [Binding] = [.read("x", .input(0), x.dtype)]
    if request.has(3) { bindings.append(.read("past", .input(3), x.dtype)) }
    func dispatch(
      _ define: String, _ count: Int, _ others: [Binding], tripBound: Int
    ) -> Dispatch {
      Dispatch(
        "CausalConvWithState.comp",
        defines: [define: "1", "NARROW(v)": Narrowing(x.dtype).shaderExpression],
        bindings: bindings + others,
        parameters: [
          .uint("count", count), .uint("channels", x.shape[1]), .uint("len", x.shape[2]),
          .uint("taps", taps), .uint("activates", activates ? 1 : 0),
        ], invocations: (count, 1, 1), localSize: [256, 1, 1], tripBound: tripBound)
    }
    let output: [Binding] =
      [.read("w", .input(1), w.dtype)]
      + (request.has(2) ? [.read("bias", .input(2), x.dtype)] : [])
      + [.write("y", .output(0), x.dtype)]
    let states = x.shape[0] * x.shape[1] * (taps - 1)
    return .dispatches(
      [dispatch("MAKES_OUTPUT", x.shape.count, output, tripBound: taps)]
        + (request.wanted.count > 1 && request.wanted[1] && states > 0
          ? [
            dispatch(
              "MAKES_STATE", states, [.write("state", .output(1), x.dtype)], tripBound: 0)
          ] : []))
  }
}

extension CausalConvWithState {
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 7), .normal(3, 1, 4)]),
    Sample([.normal(2, 3, 7), .normal(3, 1, 4), .normal(3), .normal(2, 3, 3)]),
    Sample([.normal(1, 2, 5), .normal(2, 1, 3), nil, .normal(1, 2, 2)], ["activation": "none"]),
    Sample([.normal(1, 2, 5), .normal(2, 1, 3), .normal(2)], ["activation": "silu"]),
    Sample([.normal(1, 2, 5), .normal(2, 1, 3), .normal(2)], ["activation": "swish"]),
    // Fewer inputs than the state holds.
    Sample([.normal(1, 2, 1), .normal(2, 1, 4), nil, .normal(1, 2, 3)]),
    Sample([.normal(1, 2, 2), .normal(2, 1, 5)]), Sample([.normal(2, 3, 4), .normal(3, 1, 1)]),
    Sample([.normal(1, 65, 129), .normal(65, 1, 4), .normal(65)]),
    .refused(.shape, "a kernel for each channel", [.normal(1, 3, 5), .normal(2, 1, 3)]),
    .refused(.shape, "kernels are of one channel", [.normal(1, 3, 5), .normal(3, 2, 3)]),
    .refused(
      .shape, "the state has k - 1 positions",
      [.normal(1, 2, 5), .normal(2, 1, 3), nil, .normal(1, 2, 3)]),
    .refused(
      .shape, "a bias for each channel", [.normal(1, 2, 5), .normal(2, 1, 3), .normal(3)]),
    .refused(.shape, "the input has three axes", [.normal(1, 2, 5, 5), .normal(2, 1, 3)]),
    .refused(
      .attribute, "activation is silu, swish or none", [.normal(1, 2, 5), .normal(2, 1, 3)],
      ["activation": "relu"]),
    .refused(.missing, "the weight is required", [.normal(1, 2, 5)]),
  ]

  /// The convolution is a sum of products; what follows it keeps or shrinks its error, but for its own
  /// roundings. For 16 bits it is rounded in between.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard request.uncertain.isEmpty else {
      throw .unbounded("CausalConvWithState of uncertain inputs")
    }
    let (x, w) = (try request.reals(0), try request.reals(1))
    let center = try request.pointwise(self, ulps: 4)
    guard let y = center.first ?? nil, let exact = y.tensor, let dtype = y.dtype,
      let own = y.errors, exact.rank == 3
    else { return center }
    let past = try request.optionalReals(3)?.values ?? []
    let largest = (x.values + past).reduce(0) { max($0, $1.magnitude) }
    let bias = try request.optionalReals(2)?.values
    let sizes = w.magnitude.sum(over: Array(1..<w.shape.rank)).values
    let taps = Double(w.values.count / max(w.shape[0], 1) + 2)
    let rounding = dtype.bitWidth == 16 ? (dtype.floatFormat?.epsilon ?? 0) / 2 : 0
    // The slope of v · sigmoid(v) is at most 1.1.
    let errors = (0..<exact.count).map { place in
      let channel = place / max(exact.shape[2], 1) % exact.shape[1]
      let size = sizes[channel] * largest + (bias?[channel].magnitude ?? 0)
      return own[place] + 1.1 * size * (dtype.roundoff * taps + rounding)
    }
    let states = center.dropFirst().map { state in
      state.flatMap { state in
        state.tensor.map { Estimate($0, dtype: state.dtype ?? dtype, errors: nil) }
      }
    }
    return [Estimate(exact, dtype: dtype, errors: Buffer(errors))] + states
  }
}
