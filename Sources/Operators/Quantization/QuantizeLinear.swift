import Graphs
import Tensors

/// `y = saturate(round(x / scale) + zero)` for integers, halves to even;
/// `y = convert(x / scale + zero)` for small floats.
///
/// - Types: the quotient is rounded to `precision`, else to the scales' type where that is a float
///   of 16 bits.
/// - Edge cases: NaN gives the zero point in an integer type.
///
/// - Source: ONNX QuantizeLinear, opsets 10, 13, 19, 21, 23, 24, 25, 28.
struct QuantizeLinear: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let saturate = AttributeKey<Int>("saturate")
  static let blockSize = AttributeKey<Int>("block_size")
  static let outputDtype = AttributeKey<Int>("output_dtype")
  static let precision = AttributeKey<Int>("precision")
  static let schema = OperatorSchema(
    "QuantizeLinear",
    inputs: [.one("x", "T1"), .one("y_scale", "T2"), .optional("y_zero_point", "T3")],
    outputs: [.one("y", "T3")],
    history: [
      .since(
        10, ["T1": [.float, .int32], "T2": [.int8, .uint8]],
        inputs: [
          .one("x", "T1"), .one("y_scale", "tensor(float)"), .optional("y_zero_point", "T2"),
        ],
        outputs: [.one("y", "T2")]),
      .since(
        13, ["T1": [.float, .int32], "T2": [.int8, .uint8]],
        attributes: [axis.or(1)],
        inputs: [
          .one("x", "T1"), .one("y_scale", "tensor(float)"), .optional("y_zero_point", "T2"),
        ],
        outputs: [.one("y", "T2")]),
      .since(
        19, ["T1": [.bfloat16, .float, .float16, .int32], "T2": .float8 + [.int8, .uint8]],
        attributes: [axis.or(1), saturate.or(1)],
        inputs: [.one("x", "T1"), .one("y_scale", "T1"), .optional("y_zero_point", "T2")],
        outputs: [.one("y", "T2")]),
      .since(
        21,
        [
          "T1": [.bfloat16, .float, .float16, .int32],
          "T2": .float8 + [.int16, .int4, .int8, .uint16, .uint4, .uint8],
        ],
        attributes: [axis.or(1), blockSize.or(0), outputDtype.or(0), saturate.or(1)],
        inputs: [.one("x", "T1"), .one("y_scale", "T1"), .optional("y_zero_point", "T2")],
        outputs: [.one("y", "T2")]),
      .since(
        23,
        [
          "T1": [.bfloat16, .float, .float16, .int32], "T2": [.bfloat16, .float, .float16, .int32],
          "T3": .float8 + [.float4e2m1, .int16, .int4, .int8, .uint16, .uint4, .uint8],
        ],
        attributes: [
          axis.or(1), blockSize.or(0), outputDtype.or(0), precision.or(0), saturate.or(1),
        ]),
      .since(
        24,
        [
          "T1": [.bfloat16, .float, .float16, .int32],
          "T2": [.bfloat16, .float, .float16, .float8e8m0, .int32],
          "T3": .float8 + [.float4e2m1, .int16, .int4, .int8, .uint16, .uint4, .uint8],
        ],
        attributes: [
          axis.or(1), blockSize.or(0), outputDtype.or(0), precision.or(0), saturate.or(1),
        ]),
      .since(
        25,
        [
          "T1": [.bfloat16, .float, .float16, .int32],
          "T2": [.bfloat16, .float, .float16, .float8e8m0, .int32],
          "T3": .float8 + [
            .float4e2m1, .int16, .int2, .int4, .int8, .uint16, .uint2, .uint4, .uint8,
          ],
        ],
        attributes: [
          axis.or(1), blockSize.or(0), outputDtype.or(0), precision.or(0), saturate.or(1),
        ]),
      .since(
        28,
        [
          "T1": [.bfloat16, .float, .float16, .int32],
          "T2": [.bfloat16, .float, .float16, .float8e8m0, .int32],
          "T3": .float8 + [
            .float4e2m1, .float6e2m3, .float6e3m2, .int16, .int2, .int4, .int8, .uint16, .uint2,
            .uint4, .uint8,
          ],
        ],
        attributes: [
          axis.or(1), blockSize.or(0), outputDtype.or(0), precision.or(0), saturate.or(1),
        ]),
    ])
  static let tolerance = Tolerance.exact

  let axis: Int
  let blockSize: Int
  /// The type asked for by attribute.
  let target: DType?
  var quotientType: DType?
  let rule: CastRule

  init(_ node: NodeReader) throws(OperatorError) {
    // Scales are a scalar at opset 10, which has no axis.
    axis = node[ifPresent: Self.axis] ?? 1
    blockSize = node[ifPresent: Self.blockSize] ?? 0
    target = node[ifPresent: Self.outputDtype] == 0 ? nil : try node.dtype(Self.outputDtype)
    quotientType = node[ifPresent: Self.precision] == 0 ? nil : try node.dtype(Self.precision)
    if let quotientType, ![.float, .float16, .bfloat16, .double].contains(quotientType) {
      throw .attribute(
        "precision", found: quotientType.name, expected: "float, float16, bfloat16 or double")
    }
    rule = CastRule(saturates: (node[ifPresent: Self.saturate] ?? 1) != 0)
    guard blockSize >= 0 else {
      throw .attribute("block_size", found: "\(blockSize)", expected: "0 or more")
    }
  }

  private func output(_ zero: DType?) throws(OperatorError) -> DType {
    if let target, let zero, target != zero {
      throw .attribute(
        "output_dtype", found: target.name, expected: "the zero point's \(zero.name)")
    }
    return target ?? zero ?? .uint8
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let zero = inputs.has(2) ? try inputs.tensor(2).dtype : nil
    return [.tensor(TensorType(try output(zero), try inputs.tensor(0).dims))]
  }

  private func narrowing(_ scale: DType) -> Narrowing { Narrowing(quotientType ?? scale) }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.floats(0) + request.floats(1) * 2 + request.floats(2) + request.table() * 2
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (x, scale) = (try inputs.tensor(0), try inputs.tensor(1))
    let zero = try inputs.optionalTensor(2)
    let target = try output(zero?.dtype)
    let layout = try ScaleLayout(
      x.shape, scale: scale.shape, zero: zero?.shape, axis: axis, blockSize: blockSize)
    let y: Elements
    if quotientType == .double || inputs.precision == .double {
      let table = try ScaleTable<Double>(layout, scale: scale, zero: zero)
      y = try quantized(x.floats(Double.self), table, narrowing(scale.dtype), to: target)
    } else {
      let table = try ScaleTable<Float>(layout, scale: scale, zero: zero)
      let (values, narrowing) = (try x.floats(Float.self), narrowing(scale.dtype))
      if let byKernel = quantized(values, table, narrowing, byKernelTo: target) {
        y = byKernel
      } else {
        y = try quantized(values, table, narrowing, to: target)
      }
    }
    return [.tensor(try tensors { () throws(TensorError) in try Tensor(y, shape: x.shape) })]
  }

  private func quantized(
    _ x: Buffer<Float>, _ table: ScaleTable<Float>, _ narrowing: Narrowing,
    byKernelTo target: DType
  ) -> Elements? {
    guard target.isInteger else { return nil }
    switch narrowing {
    case .none, .float: return table.quantized(x, to: target)
    case .float16, .bfloat16:
      return table.ofQuotients.quantized(narrowing.round(table.quotients(x)), to: target)
    }
  }

  private func quantized<F: WideFloat>(
    _ x: Buffer<F>, _ table: ScaleTable<F>, _ narrowing: Narrowing, to target: DType
  ) throws(OperatorError) -> Elements {
    let isInteger = target.isInteger
    let bits = target.bitWidth
    let top = Double(1 << (target.isUnsignedInteger ? bits : bits - 1) - 1)
    let least = target.isUnsignedInteger ? 0 : -top - 1
    let sums = table.map(x) { x, scale, zero -> Double in
      let quotient = narrowing.round(x / scale)
      guard isInteger else { return Double(quotient + zero) }
      let steps = quotient.isNaN ? 0 : quotient.rounded(.toNearestOrEven)
      return min(max(Double(steps) + Double(zero), least), top)
    }
    return try .cast(floats: sums, from: .double, to: target, rule)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, scale) = (try request.tensor(0), try request.tensor(1))
    let zero = request.has(2) ? try request.tensor(2).shape : nil
    let target = try request.output(0).dtype
    let layout = try ScaleLayout(
      x.shape, scale: scale.shape, zero: zero, axis: axis, blockSize: blockSize)
    let isDouble = quotientType == .double
    var defines = [
      "C": isDouble ? "double" : "float",
      "NARROW(v)": isDouble ? "(v)" : narrowing(scale.dtype).shaderExpression,
    ]
    var bindings: [Binding] = [
      .read("x", .input(0), x.dtype), .read("scale", .input(1), scale.dtype),
    ]
    if request.has(2) {
      defines["HAS_ZERO"] = "1"
      bindings.append(.read("zero", .input(2), target))
    }
    if target.isInteger {
      let bits = target.bitWidth
      defines["LEAST"] = target.isUnsignedInteger ? "0.0" : "-\(1 << (bits - 1)).0"
      defines["TOP"] = "\((1 << (target.isUnsignedInteger ? bits : bits - 1)) - 1).0"
    } else if let encoding = rule.encoding(of: target) {
      defines["ENCODE(v)"] = encoding
    }
    return .dispatches([
      Dispatch(
        "QuantizeLinear.comp", defines: defines,
        bindings: bindings + [.write("y", .output(0), target)],
        parameters: [.uint("count", x.shape.count)] + layout.parameters,
        invocations: (x.shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}
