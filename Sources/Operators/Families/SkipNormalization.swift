import CKernels
import Graphs
import Tensors

/// A layer normalisation of a sum: `S = input + skip + bias`, whose rows along the last axis are brought
/// to a spread of 1 and scaled; S is an output too.
///
/// - Shapes: input `[B, L, E]` or `[T, E]`; skip the same, or `[1, L, E]` or `[L, E]`; gamma, beta and
///   bias `[E]`; mean and inv_std_var have the input's shape with a last extent of 1.
/// - Types: all in the wide type; output and S are rounded once, mean and inv_std_var are float.
protocol SkipNormalization: Operator {
  /// Whether the mean is taken off.
  static var centers: Bool { get }
  /// The inputs that hold beta and bias.
  static var beta: Int? { get }
  static var bias: Int { get }
  var epsilon: Float { get }
}

extension SkipNormalization {
  static var tolerance: Tolerance { .accumulated }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let dims = x.dims {
      try check(dims, inputs)
    }
    let moments = x.dims.map { Array($0.dropLast()) + [1] }
    let types: [ValueType] = [
      .tensor(x), .tensor(TensorType(.float, moments)), .tensor(TensorType(.float, moments)),
      .tensor(x),
    ]
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  private func check(_ dims: [Dimension], _ inputs: Inference) throws(OperatorError) {
    guard dims.count == 2 || dims.count == 3, let last = dims.last else {
      throw .rank(input: 0, found: dims.count, expected: "2 or 3")
    }
    for index in [2, Self.beta, Self.bias].compactMap({ $0 }) where inputs.has(index) {
      guard let own = try inputs.tensor(index).dims else { continue }
      guard own.count == 1 else { throw .rank(input: index, found: own.count, expected: "1") }
      guard own[0].merged(with: last) != nil else {
        throw .mismatch("input \(index) has \(own[0]) elements, but the last axis \(last)")
      }
    }
    guard let skip = try inputs.tensor(1).dims else { return }
    let whole = dims.count == 3 && skip.count == 2 ? [1] + skip : skip
    guard whole.count == dims.count,
      zip(whole, dims).enumerated().allSatisfy({ axis, pair in
        pair.0.merged(with: pair.1) != nil || axis == 0 && dims.count == 3 && pair.0 == 1
      })
    else {
      throw .mismatch(
        "a skip of \(TensorType(x(inputs), skip)) does not fit an input of"
          + " \(TensorType(x(inputs), dims))")
    }
  }

  private func x(_ inputs: Inference) -> DType { inputs.types[0]?.tensor?.dtype ?? .float }

  private func standardization(
    _ x: Shape, _ addends: [Shape], scale: Shape, beta: Shape?
  ) throws(OperatorError) -> Standardization {
    var strides: [[Int]] = []
    for addend in addends { strides.append(try addend.strides(broadcastTo: x)) }
    var result = Standardization(
      x, axes: [x.rank - 1], scale: try scale.strides(broadcastTo: x),
      bias: try beta.map { beta throws(OperatorError) in try beta.strides(broadcastTo: x) },
      addends: strides, epsilon: epsilon)
    result.centers = Self.centers
    return result
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let x = try request.inputs.tensor(0).shape,
      let scale = try request.inputs.tensor(2).shape
    else { return .zero }
    return try standardization(x, [], scale: scale, beta: nil).scratch(request)
      + request.wide(request.inputs.types[0]) * 2
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let (x, gamma) = (try inputs.tensor(0), try inputs.tensor(2))
    let beta = try Self.beta.flatMap { index throws(OperatorError) in
      try inputs.optionalTensor(index)
    }
    let addends = [try inputs.tensor(1), try inputs.optionalTensor(Self.bias)].compactMap { $0 }
    let sum: WideBuffer
    switch try inputs.wide(0) {
    case .float(var s):
      for addend in addends {
        s = added(s, try addend.floats(Float.self), addend.shape, to: x.shape)
      }
      sum = .float(s)
    case .double(var s):
      for addend in addends {
        s = added(s, try addend.floats(Double.self), addend.shape, to: x.shape)
      }
      sum = .double(s)
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    let result = try standardization(x.shape, [], scale: gamma.shape, beta: beta?.shape)
      .evaluate(sum, scale: gamma, bias: beta)
    let moments = Shape(x.shape.dims.dropLast() + [1])
    return [
      try .narrowing(result.y, to: x.dtype, x.shape),
      try .narrowing(result.mean, to: .float, moments),
      try .narrowing(result.factor, to: .float, moments),
      inputs.wants(3) ? try .narrowing(sum, to: x.dtype, x.shape) : nil,
    ]
  }

  private func added<F: WideFloat>(
    _ x: Buffer<F>, _ addend: Buffer<F>, _ shape: Shape, to output: Shape
  ) -> Buffer<F> {
    BroadcastPlan([output, shape], to: output).zip(x, addend, PlainSum())
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let addends = [1, Self.bias].filter { request.has($0) }
    var shapes: [Shape] = []
    for index in addends { shapes.append(try request.tensor(index).shape) }
    let beta = try Self.beta.flatMap { index throws(OperatorError) in
      request.has(index) ? try request.tensor(index).shape : nil
    }
    let standardization = try standardization(
      try request.tensor(0).shape, shapes, scale: try request.tensor(2).shape, beta: beta)
    return .dispatches([
      try standardization.dispatch(
        request, scale: 2, bias: Self.beta, addends: addends, mean: 1, factor: 2, sum: 3)
    ])
  }
}

private struct PlainSum<F: WideFloat>: PairFunction {
  var kernel: FloatPairing? { WONNX_ADD }
  @inline(__always) func callAsFunction(_ a: F, _ b: F) -> F { a + b }
}

extension SkipNormalization {
  /// Recipes of what both have: input, skip and gamma.
  static var skipSamples: [Sample] {
    [
      Sample([.normal(2, 3, 8), .normal(2, 3, 8), .normal(8)]),
      Sample([.normal(5, 17), .normal(5, 17), .normal(17)], ["epsilon": 0.5]),
      Sample([.normal(2, 3, 65), .normal(1, 3, 65), .normal(65)]),
      Sample([.normal(2, 3, 9), .normal(3, 9), .normal(9)]),
      Sample([.normal(4, 300), .normal(4, 300), .normal(300)]),
      Sample([.normal(1, 1, 1), .normal(1, 1, 1), .normal(1)]),
      Sample([.normal(0, 3, 8), .normal(0, 3, 8), .normal(8)]),
      Sample([.special(1, 2, 33), .normal(1, 2, 33), .normal(33)]),
      Sample([.normal(2, 3, 16), .normal(2, 3, 16), .normal(16)]).outputs(true, true, true, true),
      .refused(
        .shape, "input has two or three axes", [.normal(8), .normal(8), .normal(8)]),
      .refused(
        .shape, "skip has the shape of input, but for its batch",
        [.normal(2, 3, 8), .normal(2, 1, 8), .normal(8)]),
      .refused(
        .shape, "gamma has the last extent", [.normal(2, 3, 8), .normal(2, 3, 8), .normal(7)]),
      .refused(.missing, "gamma is required", [.normal(2, 3, 8), .normal(2, 3, 8)]),
    ]
  }

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    var sum = try x + (try request.reals(1))
    if let bias = try request.optionalReals(Self.bias) { sum = try sum + bias }
    let (standard, mean, _, factor) = try sum.standardized(
      over: [x.shape.rank - 1], epsilon: Double(epsilon), centers: Self.centers)
    let beta = try Self.beta.flatMap { index throws(OperatorError) in
      try request.optionalReals(index)
    }
    let y = try standard.scaled(try request.reals(2), beta)
    return try Estimate.outputs(of: self, request, [y, mean, factor, sum])
  }
}
