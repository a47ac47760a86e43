import CKernels
import Graphs
import Tensors

/// `Y = gelu(X + bias)`, with a bias for each element of the last axis or none.
///
/// - Shapes: X of rank 1 or more, bias `[E]` of its last extent E.
/// - Types: sum and function in the wide type, rounded once.
protocol BiasedGelu: Operator {
  static var usesTanh: Bool { get }
}

extension BiasedGelu {
  static var tolerance: Tolerance { .ulps(4) }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard inputs.has(1), let bias = try inputs.tensor(1).dims, let dims = x.dims else {
      return [.tensor(x)]
    }
    guard bias.count == 1 else { throw .rank(input: 1, found: bias.count, expected: "1") }
    guard let last = dims.last, last.merged(with: bias[0]) != nil else {
      throw .mismatch("a bias of \(bias[0]) does not fit the last axis of \(x)")
    }
    return [.tensor(x)]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let bias = try inputs.optionalTensor(1)
    let plan = BroadcastPlan([x.shape, bias?.shape ?? []], to: x.shape)
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let values):
      y = .float(
        plan.zip(values, try floats(bias, 1) ?? Buffer([-0.0]), BiasedFunction(Self.usesTanh)))
    case .double(let values):
      y = .double(
        plan.zip(values, try doubles(bias, 1) ?? Buffer([-0.0]), BiasedFunction(Self.usesTanh)))
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let bias = request.has(1) ? try request.tensor(1).shape : nil
    let names = ["x"] + (bias == nil ? [] : ["bias"])
    return .dispatches([
      ElementwiseLowering(
        plan: BroadcastPlan([shape] + (bias.map { [$0] } ?? []), to: shape), names: names,
        device: request.device
      ).dispatch(
        bias == nil ? "Activation/Gelu.comp" : "Microsoft/BiasedGelu.comp",
        bindings: names.enumerated().map { .read($1, .input($0), dtype) }
          + [.write("y", .output(0), dtype)],
        parameters: [.uint("usesTanh", Self.usesTanh ? 1 : 0)])
    ])
  }
}

private struct BiasedFunction<F: WideFloat>: PairFunction {
  let usesTanh: Bool

  init(_ usesTanh: Bool) { self.usesTanh = usesTanh }

  @inline(__always) func callAsFunction(_ x: F, _ bias: F) -> F {
    .gelu(x + bias, usesTanh: usesTanh)
  }

  func fill(
    _ y: UnsafeMutablePointer<F>, _ count: Int, _ x: UnsafePointer<F>, step stepX: Int,
    _ bias: UnsafePointer<F>, step stepBias: Int
  ) {
    let kernel = FloatMap(usesTanh ? WONNX_GELU_TANH : WONNX_GELU)
    if F.fill(y, count, WONNX_ADD, x, step: stepX, bias, step: stepBias),
      F.fill(y, kernel, y, count)
    {
      return
    }
    for i in 0..<count { y[i] = self(x[i * stepX], bias[i * stepBias]) }
  }
}

extension BiasedGelu {
  /// Recipes with a bias.
  static var biasSamples: [Sample] {
    [
      Sample([.normal(3, 5), .normal(5)]), Sample([.normal([2, 3, 65], scale: 3), .normal(65)]),
      Sample([.normal(7), .normal(7)]), Sample([.normal(4, 1), .normal(1)]),
      Sample([.normal(0, 3), .normal(3)]), Sample([.special(2, 33), .normal(33)]),
      Sample([.normal(65_537, 2), .normal(2)]),
      .refused(.shape, "the bias has one axis", [.normal(3, 5), .normal(1, 5)]),
      .refused(.shape, "the bias has the last extent", [.normal(3, 5), .normal(4)]),
    ]
  }

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    var x = try request.reals(0)
    if let bias = try request.optionalReals(1) { x = try x + bias }
    return try Estimate.outputs(
      of: self, request, [try x.gelu(usesTanh: Self.usesTanh)])
  }
}
