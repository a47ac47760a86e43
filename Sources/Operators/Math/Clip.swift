import CKernels
import Graphs
import Tensors

/// `Y = min(max(X, min), max)`: where min exceeds max, max; NaN stays. An absent bound is the least or
/// greatest finite number of the type, but does not bind before opset 6.
///
/// - Source: ONNX Clip, opsets 1, 6, 11, 12, 13.
struct Clip: Operator {
  static let max = AttributeKey<Float>("max")
  static let min = AttributeKey<Float>("min")
  static let schema = OperatorSchema(
    "Clip", inputs: [.one("input", "T"), .optional("min", "T"), .optional("max", "T")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.consumedInputs.optional, max.optional, min.optional],
        inputs: [.one("input", "T")]),
      .since(
        6, ["T": .ieeeFloats],
        attributes: [max.or(3.4028235e+38), min.or(-3.4028235e+38)],
        inputs: [.one("input", "T")]),
      .since(11, ["T": .ieeeFloats]),
      .since(12, ["T": .classicNumbers]),
      .since(13, ["T": .numbers]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 5)]), Sample([.special(48)]), Sample([.normal(0, 3)]), Sample([.normal()]),
    Sample([.normal([65_537], scale: 3)], ["min": -1, "max": 1.5]).before(11).types("T", [.float]),
    Sample([.normal(33)], ["min": -0.5]).before(11), Sample([.normal(33)], ["max": 0.5]).before(11),
    Sample([.special(48)], ["min": 2, "max": -2]).since(6).before(11),
    Sample([.normal([65_537], scale: 3), .scalar(1), .scalar(3)]).since(11).types("T", [.float]),
    Sample([.normal([33], scale: 3), .scalar(1)]).since(11),
    Sample([.normal([33], scale: 3), nil, .scalar(2)]).since(11),
    Sample([.special(48), .scalar(1), .scalar(4).constant]).since(11),
    Sample([.normal([33], scale: 3), .scalar(4), .scalar(1)]).since(11),
    Sample([.normal([33], scale: 3), .list([.nan], []), .scalar(1)]).since(11).types("T", .floats),
    .refused(.shape, "min is a scalar", [.normal(3), .normal(3)]).since(11),
  ]
  static let tolerance = Tolerance.exact
  static let traits: OperatorTraits = .elementwise

  /// Bounds as attributes, before opset 11.
  let lower: Float?
  let upper: Float?
  let takesBoundsAsInputs: Bool

  init(_ node: NodeReader) {
    lower = node[ifPresent: Self.min]
    upper = node[ifPresent: Self.max]
    takesBoundsAsInputs = node.revision.inputs.count > 1
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    for index in [1, 2] where takesBoundsAsInputs && inputs.has(index) {
      guard let shape = try inputs.tensor(index).shape, shape.count != 1 else { continue }
      throw .mismatch("input \(index) has shape \(shape), expected a scalar")
    }
    return [try inputs.type(0)]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let wide):
      let end = defaultEnd(x.dtype).map { Float($0) }
      let low: Float? = try bound(inputs, 1, lower) ?? end.map { -$0 }
      y = .float(clipped(wide, low, try bound(inputs, 2, upper) ?? end))
    case .double(let wide):
      let end = defaultEnd(x.dtype)
      let low: Double? = try bound(inputs, 1, lower) ?? end.map { -$0 }
      y = .double(clipped(wide, low, try bound(inputs, 2, upper) ?? end))
    case .int(let x):
      guard case .int(let low) = try wideBound(inputs, 1) ?? .int([.min]),
        case .int(let high) = try wideBound(inputs, 2) ?? .int([.max])
      else { throw .wrongType(input: 1, found: "of another type", expected: "like input 0") }
      y = .int(clipped(x, low.first, high.first))
    case .uint(let x):
      guard case .uint(let low) = try wideBound(inputs, 1) ?? .uint([.min]),
        case .uint(let high) = try wideBound(inputs, 2) ?? .uint([.max])
      else { throw .wrongType(input: 1, found: "of another type", expected: "like input 0") }
      y = .uint(clipped(x, low.first, high.first))
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }

  /// What binds a float without a bound; `nil` where nothing does.
  private func defaultEnd(_ dtype: DType) -> Double? {
    takesBoundsAsInputs ? dtype.floatFormat?.greatest : nil
  }

  private func endParameter(_ name: String, _ end: Double, _ dtype: DType) -> Parameter {
    dtype == .double ? .double(name, end) : .float(name, Float(end))
  }

  private func wideBound(_ inputs: Evaluation, _ index: Int) throws(OperatorError) -> WideBuffer? {
    guard takesBoundsAsInputs, let tensor = try inputs.optionalTensor(index) else { return nil }
    return tensor.widened(inputs.precision)
  }

  private func bound<F: WideFloat>(
    _ inputs: Evaluation, _ index: Int, _ attribute: Float?
  ) throws(OperatorError) -> F? {
    switch try wideBound(inputs, index) {
    case .float(let x): x.first.map { F($0) }
    case .double(let x): x.first.map { F($0) }
    case .int, .uint:
      throw .wrongType(input: index, found: "an integer", expected: "a float like input 0")
    case nil: attribute.map { F($0) }
    }
  }

  private func clipped<I: WideInteger>(_ x: Buffer<I>, _ low: I?, _ high: I?) -> Buffer<I> {
    mapped(x, ClipFunction(low: low, high: high))
  }

  private func clipped<F: WideFloat>(_ x: Buffer<F>, _ low: F?, _ high: F?) -> Buffer<F> {
    mapped(x, FloatClip(clip: ClipFunction(low: low, high: high)))
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let hasLow = takesBoundsAsInputs && request.has(1)
    let hasHigh = takesBoundsAsInputs && request.has(2)
    var defines: [String: String] = [:]
    var bindings: [Binding] = [.read("x", .input(0), dtype)]
    var parameters: [Parameter] = []
    if hasLow {
      defines["LOW"] = "load_low(0u)"
      bindings.append(.read("low", .input(1), dtype))
    } else if let end = defaultEnd(dtype) {
      defines["LOW"] = "T_x(p.low)"
      parameters.append(endParameter("low", -end, dtype))
    } else if let lower {
      defines["LOW"] = "T_x(p.low)"
      parameters.append(.float("low", lower))
    }
    if hasHigh {
      defines["HIGH"] = "load_high(0u)"
      bindings.append(.read("high", .input(2), dtype))
    } else if let end = defaultEnd(dtype) {
      defines["HIGH"] = "T_x(p.high)"
      parameters.append(endParameter("high", end, dtype))
    } else if let upper {
      defines["HIGH"] = "T_x(p.high)"
      parameters.append(.float("high", upper))
    }
    let plan = BroadcastPlan([shape], to: shape)
    return .dispatches([
      ElementwiseLowering(plan: plan, names: ["x"], device: request.device).dispatch(
        "Clip.comp", defines: defines, bindings: bindings + [.write("y", .output(0), dtype)],
        parameters: parameters)
    ])
  }
}

private struct ClipFunction<N: WideNumber>: ElementFunction {
  let low: N?
  let high: N?

  @inline(__always) func callAsFunction(_ x: N) -> N {
    var y = x
    if let low, y < low { y = low }
    if let high, y > high { y = high }
    return y
  }
}

private struct FloatClip<F: WideFloat>: ElementFunction {
  let clip: ClipFunction<F>

  var kernel: FloatMap? {
    FloatMap(
      WONNX_CLIP, alpha: Float(clip.low ?? -.infinity), beta: Float(clip.high ?? .infinity))
  }

  @inline(__always) func callAsFunction(_ x: F) -> F { clip(x) }
}

extension Clip: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (x, dy) = (try site.x, try site.dy)
    // At a bound x still moves y.
    let isInside = try site.y.equals(x).numbers(like: x)
    func bound(_ index: Int) throws(OperatorError) -> Term? {
      guard site.wants(index) else { return nil }
      let bound = try site.input(index)
      let isBound = try site.y.equals(bound).numbers(like: x)
      return try (dy * isBound * (1 - isInside)).sum(to: []).reshaped(to: try bound.shape)
    }
    return [try dy * isInside, try bound(1), try bound(2)]
  }
}
