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
      // A quotient is a float before it is one of 16 bits, as kernels compute it.
      let quotient =
        narrowing == .none ? x / scale : narrowing.round(Narrowing.float.round(x / scale))
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

extension QuantizeLinear {
  private static let integers: TypeSet =
    .integers + [.int4, .uint4, .int2, .uint2] - .wideIntegers
  private static let powers = Draw.list(2, 4, 8)
  private static let target = SampleAttribute.made { kinds in
    .int(Int64((kinds["T3"] ?? kinds["T2"])?.element?.rawValue ?? 0))
  }

  static let samples: [Sample] = plain + byAttribute + refused

  /// The zero point says the output's type; at opset 10 to 19 its constraint is `T2`.
  private static let plain: [Sample] = [
    Sample([.normal([3, 5], scale: 20), .scalar(2), .scalar(0)]),
    Sample([.normal([2, 3, 7], scale: 9), .scalar(4), .scalar(1)]).types("T3", integers),
    Sample([.normal([2, 3, 4], scale: 20), powers, .list(0, 0, 0)]).since(13),
    Sample([.normal([3, 5], scale: 20), powers, .list(1, 0, 1)], ["axis": 0]).since(13)
      .types("T3", integers),
    Sample([.normal([2, 5, 3], scale: 20), powers, .list(0, 0, 0)], ["axis": -1]).since(13),
    // Halves, which round to the even number, and numbers beyond either end.
    Sample([
      .list([1, -1, 3, 5, -3, 7, 9, 255, 257, -255, 511, -257, 131_071, -70_000], [14]), .scalar(2),
      .scalar(0),
    ]),
    Sample([.normal([257], scale: 60), .scalar(1), .scalar(0)]),
    Sample([.normal([65_537], scale: 20), .scalar(2), .scalar(0)]),
    Sample([.normal(0, 3), .scalar(2), .scalar(0)]),
    Sample([.normal([], scale: 9), .scalar(2), .scalar(0)]),
    Sample([.normal([3, 5], scale: 20), Draw.scalar(4).constant, Draw.scalar(0).constant]),
  ]

  private static let byAttribute: [Sample] = [
    Sample([.normal([3, 5], scale: 9), .scalar(2)], ["output_dtype": target]).since(21),
    Sample([.normal([3, 5], scale: 9), .scalar(2)]).types("T3", [.uint8]).since(23),
    Sample([.normal([3, 5], scale: 9), .scalar(2)]).types("T2", [.uint8]).before(23),
    Sample([.normal([3, 5], scale: 9), .scalar(2), .scalar(0)], ["output_dtype": target])
      .since(21),
    Sample(
      [.normal([2, 7], scale: 9), .list([1, 2, 4], [2, 3])],
      ["block_size": 3, "output_dtype": target]
    ).since(21),
    Sample(
      [
        .normal([5, 2, 3], scale: 9), .list([1, 2, 4, 8], [3, 2, 3]), .list([0, 1], [3, 2, 3]),
      ],
      ["axis": 0, "block_size": 2]
    ).types("T3", integers).since(21),
    Sample(
      [.normal([2, 3, 33], scale: 9), .list([1, 2, 4], [2, 3, 2])],
      ["axis": -1, "block_size": 17, "output_dtype": target]
    ).since(21),
    // A quotient that is no power of two away, in the precision of the scale or of the attribute.
    Sample([.normal([129], scale: 20), .scalar(0.3)], ["output_dtype": target])
      .types("T1", .floats).types("T2", .floats).since(23),
    Sample(
      [.normal([129], scale: 20), .scalar(0.3)],
      ["output_dtype": target, "precision": .int(Int64(DType.float.rawValue))]
    ).types("T1", .floats).types("T2", .floats).since(23),
    Sample(
      [.normal([129], scale: 20), .scalar(0.3)],
      ["output_dtype": target, "precision": .int(Int64(DType.float16.rawValue))]
    ).types("T1", .floats).types("T2", .floats).since(23),
    Sample(
      [.normal([129], scale: 20), .scalar(0.3)],
      ["output_dtype": target, "precision": .int(Int64(DType.bfloat16.rawValue))]
    ).types("T1", .floats).types("T2", .floats).since(23),
    Sample([beyond, .scalar(1), .scalar(0)], ["saturate": 0]).types("T1", .floats)
      .types("T3", .float8).since(23),
    Sample([beyond, .scalar(1), .scalar(0)], ["saturate": 1]).types("T1", .floats)
      .types("T3", .float8 + [.float4e2m1, .float6e2m3, .float6e3m2]).since(23),
    Sample([beyond, .scalar(1), .scalar(0)], ["saturate": 0]).types("T1", .floats)
      .types("T2", .float8).since(19).before(23),
  ]
  private static let beyond = Draw.list(
    [
      .nan, .infinity, -.infinity, 0, -0.0, 448, 464, 480, 57_344, -61_440, 65_000, 1e-3, 240, -256,
      6, 7, 28, 30,
    ],
    [18])

  private static let refused: [Sample] = [
    .refused(
      .shape, "as many scales as the axis has slices",
      [.normal(2, 4), .list(1, 2, 3), .list(0, 0, 0)]
    ).since(13),
    .refused(
      .shape, "y_zero_point has y_scale's shape", [.normal(2, 3), .list(1, 2, 4), .list(0, 0)]
    ).since(13),
    .refused(
      .range, "axis is in [-r, r-1]", [.normal(2, 3), .list(1, 2, 4), .list(0, 0, 0)], ["axis": 2]
    ).since(13),
    .refused(
      .attribute, "output_dtype is the zero point's type",
      [.normal(2, 3), .scalar(1), .scalar(0).of(.int8)],
      ["output_dtype": .int(Int64(DType.uint8.rawValue))]
    ).since(21),
    .refused(
      .value, "block_size is at least ⌈D / S⌉", [.normal(2, 7), .list([1], [2, 3])],
      ["block_size": 2]
    ).since(21),
    .refused(
      .value, "block_size is less than ⌈D / (S - 1)⌉", [.normal(2, 7), .list([1], [2, 3])],
      ["block_size": 4]
    ).since(21),
    .refused(
      .attribute, "block_size is positive", [.normal(2, 3), .list([1], [2, 3])],
      ["block_size": -1]
    ).since(21),
    .refused(.missing, "y_scale is required", [.normal(2, 3)]),
  ]

  /// The quotient is rounded once, or to a type of 16 bits; at a half it may fall to either side.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let scale = try request.dtype(1)
    let type = quotientType ?? scale
    let unit = type.isFloat ? (type.floatFormat?.epsilon ?? 0) / 2 : 0
    let share = max(2 * DType.float.roundoff, type.bitWidth == 16 ? unit : 0)
    let index = try request.dtype(0).isFloat ? 0 : 1
    return try request.keepingCodes.perturbing(index, by: share)
      .pointwise(self, ulps: nil, keepsPlaces: true)
  }
}
