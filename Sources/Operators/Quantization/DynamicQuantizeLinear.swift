import CKernels
import Graphs
import Tensors

/// Quantises X to uint8 by its own range, widened to hold 0.
///
/// `scale = (max - min) / 255`, `zero = saturate(round(-min / scale))`,
/// `y = saturate(round(x / scale) + zero)`, halves to even.
///
/// - Types: the scale and the quotients are floats, in double precision too: they decide the integers.
/// - Edge cases: where every element is 0, or there is none, the scale is 0 as the formula says, and y and zero are 0.
///
/// - Source: ONNX DynamicQuantizeLinear, opset 11.
struct DynamicQuantizeLinear: Operator {
  static let schema = OperatorSchema(
    "DynamicQuantizeLinear", inputs: [.one("x", "T1")],
    outputs: [.one("y", "T2"), .one("y_scale", "tensor(float)"), .one("y_zero_point", "T2")],
    history: [
      .since(11, ["T1": [.float], "T2": [.uint8]])
    ])
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [
      .tensor(TensorType(.uint8, try inputs.tensor(0).dims)), .tensor(TensorType(.float, [])),
      .tensor(TensorType(.uint8, [])),
    ]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    switch try inputs.wide(0) {
    case .float(let values):
      let range = ByteRange(of: values)
      return try range.outputs(range.quantized(values), x.shape)
    case .double(let values):
      let range = ByteRange(
        values.reduce(0) { $1 < $0 ? $1 : $0 }, values.reduce(0) { $1 > $0 ? $1 : $0 })
      return try range.outputs(mapped(values, range), x.shape)
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let (dispatches, scratch) = Self.dispatches(
      (.input(0), dtype), count: shape.count,
      into: (codes: .output(0), scale: .output(1), zero: .output(2)))
    return .dispatches(dispatches, scratch: scratch)
  }

  /// The work for `count` elements, with scratch tensors from number `first` on.
  static func dispatches(
    _ x: (resource: Binding.Resource, dtype: DType), count total: Int,
    into y: (codes: Binding.Resource, scale: Binding.Resource, zero: Binding.Resource),
    scratchFrom first: Int = 0
  ) -> ([Dispatch], [TensorType]) {
    // One invocation folds a run of elements, then one folds the runs.
    let run = 1024
    var dispatches: [Dispatch] = []
    var (count, source, dtype) = (total, x.resource, x.dtype)
    var scratch: [TensorType] = []
    repeat {
      let runs = max(1, (count + run - 1) / run)
      let target = Binding.Resource.scratch(first + scratch.count)
      dispatches.append(
        Dispatch(
          "DynamicQuantizeLinear.Range.comp", defines: scratch.isEmpty ? ["IS_FIRST": "1"] : [:],
          bindings: [.read("x", source, dtype), .write("range", target, .float)],
          parameters: [.uint("count", count), .uint("run", run), .uint("runs", runs)],
          invocations: (runs, 1, 1), tripBound: run))
      (source, dtype) = (target, .float)
      scratch.append(TensorType(.float, Shape([2 * runs])))
      count = runs
    } while count > 1
    dispatches.append(
      Dispatch(
        "DynamicQuantizeLinear.comp",
        bindings: [
          .read("x", x.resource, x.dtype), .read("range", source, .float),
          .write("y", y.codes, .uint8), .write("scale", y.scale, .float),
          .write("zero", y.zero, .uint8),
        ],
        parameters: [.uint("count", total)], invocations: (max(total, 1), 1, 1),
        localSize: [256, 1, 1]))
    return (dispatches, scratch)
  }
}

/// The scale and the zero point by which 8 bits hold a range.
struct ByteRange<F: WideFloat>: ElementFunction {
  let scale: F
  let zero: F

  init(_ least: F, _ peak: F) {
    scale = Narrowing.float.round(Narrowing.float.round(peak - least) / 255)
    zero = scale == 0 ? 0 : F.minimum(F.maximum(-least / scale, 0), 255).rounded(.toNearestOrEven)
  }

  @inline(__always)
  func callAsFunction(_ x: F) -> UInt8 {
    let steps = Narrowing.float.round(x / scale).rounded(.toNearestOrEven) + zero
    // 0 / 0 and NaN give the zero point.
    return UInt8(steps.isNaN ? zero : F.minimum(F.maximum(steps, 0), 255))
  }

  func outputs(_ y: Buffer<UInt8>, _ shape: Shape) throws(OperatorError) -> [Value?] {
    [
      try .tensor(y, shape), .tensor(Tensor(scalar: Float(scale))),
      .tensor(Tensor(scalar: UInt8(zero))),
    ]
  }
}

extension ByteRange<Float> {
  /// The range of some numbers.
  init(of values: Buffer<Float>) {
    self = withExtendedLifetime(values) { Self(of: values.base, count: values.count) }
  }

  init(of values: UnsafePointer<Float>, count: Int) {
    var (least, peak) = (Float(0), Float(0))
    wonnx_range(values, count, &least, &peak)
    self.init(least, peak)
  }

  func quantized(_ x: Buffer<Float>) -> Buffer<UInt8> {
    withExtendedLifetime(x) { codes(of: x.base, count: x.count) }
  }

  func codes(of x: UnsafePointer<Float>, count: Int) -> Buffer<UInt8> {
    Buffer(count: count) { out in
      guard !out.isEmpty else { return }
      let source = SendablePointer(UnsafeMutablePointer(mutating: x))
      let target = SendablePointer(out)
      Parallel.forEach(count, grain: 1 << 15) { [scale, zero] range in
        withUnsafePointer(to: scale) { scale in
          withUnsafePointer(to: zero) { zero in
            wonnx_quantize_u8(
              source.base + range.lowerBound, wonnx_scales(scale: scale, zero: zero, step: 0),
              target.base + range.lowerBound, range.count)
          }
        }
      }
    }
  }
}

extension DynamicQuantizeLinear {
  static let samples: [Sample] = [
    Sample([.normal(3, 5)]), Sample([.uniform(1...9, 2, 3, 7)]), Sample([.uniform(-5 ... -1, 33)]),
    Sample([.normal([257], scale: 100)]), Sample([.normal(65_537)]), Sample([.normal(1)]),
    Sample([.normal()]), Sample([.list(-1, 0, 254)]),
    // Halves, which round to the even number.
    Sample([.list(0, 0.5, 1.5, 2.5, 255, 254.5)]),
    .refused(.type, "x is float", [.normal(3).of(.double)]),
    .refused(.missing, "x is required", [nil]),
  ]

  /// Scale and quotients are rounded in float32: a zero point or an element at a boundary may fall to
  /// either side.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard request.uncertain.isEmpty else {
      throw .unbounded("DynamicQuantizeLinear of uncertain inputs")
    }
    let x = try request.reals(0).values
    let native = try request.evaluate(self, request.inputs.map { $0?.native })
    guard native.count == 3, let y = native[0]?.tensor, let scale = native[1]?.tensor,
      let zero = native[2]?.tensor, let step = scale.doubles?.first
    else { throw .unbounded("DynamicQuantizeLinear of no range") }
    let u = DType.float.roundoff
    func isUndecided(_ quotient: Double) -> Bool {
      let reach = 4 * u * quotient.magnitude
      return (quotient - reach).rounded(.toNearestOrEven)
        != (quotient + reach).rounded(.toNearestOrEven)
    }
    let least = x.reduce(0, min)
    let shift: Double = step > 0 && isUndecided(-least / step) ? 1 : 0
    let errors = x.map { step > 0 && isUndecided($0 / step) ? shift + 1 : shift }
    return [
      Estimate(y, dtype: .uint8, errors: Buffer(errors)),
      Estimate(scale.inDoubles, dtype: .float, errors: [2 * u * step]),
      Estimate(zero, dtype: .uint8, errors: [shift]),
    ]
  }
}
