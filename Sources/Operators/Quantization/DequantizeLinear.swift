import Graphs
import Tensors

/// `y = (x - zero) · scale`, rounded once to the output's type.
///
/// - Source: ONNX DequantizeLinear, opsets 10, 13, 19, 21, 23, 24, 25, 28.
struct DequantizeLinear: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let blockSize = AttributeKey<Int>("block_size")
  static let outputDtype = AttributeKey<Int>("output_dtype")
  static let schema = OperatorSchema(
    "DequantizeLinear",
    inputs: [.one("x", "T1"), .one("x_scale", "T2"), .optional("x_zero_point", "T1")],
    outputs: [.one("y", "T3")],
    history: [
      .since(
        10, ["T": [.int32, .int8, .uint8]],
        inputs: [.one("x", "T"), .one("x_scale", "tensor(float)"), .optional("x_zero_point", "T")],
        outputs: [.one("y", "tensor(float)")]),
      .since(
        13, ["T": [.int32, .int8, .uint8]],
        attributes: [axis.or(1)],
        inputs: [.one("x", "T"), .one("x_scale", "tensor(float)"), .optional("x_zero_point", "T")],
        outputs: [.one("y", "tensor(float)")]),
      .since(
        19, ["T1": .float8 + [.int32, .int8, .uint8], "T2": .floats - [.double]],
        attributes: [axis.or(1)],
        outputs: [.one("y", "T2")]),
      .since(
        21,
        [
          "T1": .float8 + [.int16, .int32, .int4, .int8, .uint16, .uint4, .uint8],
          "T2": .floats - [.double],
        ],
        attributes: [axis.or(1), blockSize.or(0)],
        outputs: [.one("y", "T2")]),
      .since(
        23,
        [
          "T1": .float8 + [.float4e2m1, .int16, .int32, .int4, .int8, .uint16, .uint4, .uint8],
          "T2": .floats - [.double], "T3": .floats - [.double],
        ],
        attributes: [axis.or(1), blockSize.or(0), outputDtype.or(0)]),
      .since(
        24,
        [
          "T1": .float8 + [.float4e2m1, .int16, .int32, .int4, .int8, .uint16, .uint4, .uint8],
          "T2": [.bfloat16, .float, .float16, .float8e8m0], "T3": .floats - [.double],
        ],
        attributes: [axis.or(1), blockSize.or(0), outputDtype.or(0)]),
      .since(
        25,
        [
          "T1": .float8 + [
            .float4e2m1, .int16, .int2, .int32, .int4, .int8, .uint16, .uint2, .uint4, .uint8,
          ], "T2": [.bfloat16, .float, .float16, .float8e8m0], "T3": .floats - [.double],
        ],
        attributes: [axis.or(1), blockSize.or(0), outputDtype.or(0)]),
      .since(
        28,
        [
          "T1": .float8 + [
            .float4e2m1, .float6e2m3, .float6e3m2, .int16, .int2, .int32, .int4, .int8, .uint16,
            .uint2, .uint4, .uint8,
          ], "T2": [.bfloat16, .float, .float16, .float8e8m0], "T3": .floats - [.double],
        ],
        attributes: [axis.or(1), blockSize.or(0), outputDtype.or(0)]),
    ])
  static let tolerance = Tolerance.ulps(0)

  let axis: Int
  let blockSize: Int
  /// The type asked for by attribute.
  let target: DType?

  init(_ node: NodeReader) throws(OperatorError) {
    axis = node[ifPresent: Self.axis] ?? 1
    blockSize = node[ifPresent: Self.blockSize] ?? 0
    target = node[ifPresent: Self.outputDtype] == 0 ? nil : try node.dtype(Self.outputDtype)
    if let target, !target.isFloat {
      throw .attribute("output_dtype", found: target.name, expected: "a float type")
    }
    guard blockSize >= 0 else {
      throw .attribute("block_size", found: "\(blockSize)", expected: "0 or more")
    }
  }

  private func output(_ scale: DType) -> DType { target ?? (scale == .float8e8m0 ? .float : scale) }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(TensorType(output(try inputs.tensor(1).dtype), try inputs.tensor(0).dims))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.floats(0) + request.floats(1) * 2 + request.floats(2)
      + request.wideCopy(request.outputs.first)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (x, scale) = (try inputs.tensor(0), try inputs.tensor(1))
    let zero = try inputs.optionalTensor(2)
    let layout = try ScaleLayout(
      x.shape, scale: scale.shape, zero: zero?.shape, axis: axis, blockSize: blockSize)
    let y: WideBuffer
    switch inputs.precision {
    case .native:
      let table = try ScaleTable<Float>(layout, scale: scale, zero: zero)
      if let byKernel = table.dequantized(x.elements) {
        y = .float(byKernel)
      } else {
        y = .float(try dequantized(x, table))
      }
    case .double:
      y = .double(
        try dequantized(x, ScaleTable<Double>(layout, scale: scale, zero: zero)))
    }
    return [try .narrowing(y, to: output(scale.dtype), x.shape)]
  }

  private func dequantized<F: WideFloat>(
    _ x: Tensor, _ table: ScaleTable<F>
  ) throws(OperatorError) -> Buffer<F> {
    table.map(try x.floats(F.self)) { x, scale, zero in (x - zero) * scale }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, scale) = (try request.tensor(0), try request.tensor(1))
    let zero = request.has(2) ? try request.tensor(2).shape : nil
    let layout = try ScaleLayout(
      x.shape, scale: scale.shape, zero: zero, axis: axis, blockSize: blockSize)
    let hasZero = zero != nil
    return .dispatches([
      Dispatch(
        "DequantizeLinear.comp", defines: hasZero ? ["HAS_ZERO": "1"] : [:],
        bindings: [.read("x", .input(0), x.dtype), .read("scale", .input(1), scale.dtype)]
          + (hasZero ? [.read("zero", .input(2), x.dtype)] : [])
          + [.write("y", .output(0), try request.output(0).dtype)],
        parameters: [.uint("count", x.shape.count)] + layout.parameters,
        invocations: (x.shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

extension DequantizeLinear {
  /// Those that a zero point has a meaning for.
  private static let narrow: TypeSet = .integers + [.int4, .uint4, .int2, .uint2] - .wideIntegers

  static let samples: [Sample] =
    plain.map { $0.before(23) }
    + plain.map { sample in
      var sample = sample
      sample.attributes["output_dtype"] = .type(of: "T3")
      return sample.since(23)
    } + untold + refused

  /// Where no attribute says it, the scale's type is the result's.
  private static let untold: [Sample] =
    [DType.float, .float16, .bfloat16].map { type in
      let set = TypeSet(tensors: DTypeMask([type]))
      return Sample([.normal([3, 5], scale: 9), .scalar(0.3)]).types("T2", set).types("T3", set)
        .since(23)
    } + [
      Sample([.normal([3, 5], scale: 9), .scalar(2)]).types("T2", [.float8e8m0])
        .types("T3", [.float]).since(24)
    ]

  private static let plain: [Sample] = [
    Sample([.normal([3, 5], scale: 9), .scalar(0.25)]).everyPair,
    Sample([.special(30), .scalar(0.5), .scalar(0)]),
    Sample([.normal([2, 3, 7], scale: 9), .scalar(0.3), .scalar(1)]).types("T1", narrow)
      .types("T", narrow),
    Sample([.normal([2, 3, 4], scale: 9), .list(0.25, 2, 0.1)]).since(13),
    Sample([.normal([3, 5], scale: 9), .list(0.25, 2, 0.1), .list(1, 0, 1)], ["axis": 0])
      .types("T1", narrow).types("T", narrow).since(13),
    Sample([.normal([2, 5, 3], scale: 9), .list(0.25, 2, 0.1)], ["axis": -1]).since(13),
    Sample([.normal([257], scale: 30), .scalar(0.01)]),
    Sample([.normal([65_537], scale: 9), .scalar(0.5)]), Sample([.normal(0, 3), .scalar(2)]),
    Sample([.normal([], scale: 3), .scalar(2)]),
    Sample([.normal([3, 5], scale: 9), Draw.scalar(0.5).constant, Draw.scalar(0).constant]),
    Sample([.normal([2, 7], scale: 9), .list([0.25, 2, 0.1], [2, 3])], ["block_size": 3]).since(21),
    Sample(
      [
        .normal([5, 2, 3], scale: 9), .list([1, 0.2, 4, 8], [3, 2, 3]), .list([0, 1], [3, 2, 3]),
      ],
      ["axis": 0, "block_size": 2]
    ).types("T1", narrow).since(21),
    Sample(
      [.normal([2, 3, 33], scale: 9), .list([1, 0.2, 4], [2, 3, 2])],
      ["axis": -1, "block_size": 17]
    ).since(21),
  ]

  private static let refused: [Sample] = [
    .refused(.shape, "as many scales as the axis has slices", [.normal(2, 4), .list(1, 2, 3)])
      .since(13),
    .refused(
      .shape, "x_zero_point has x_scale's shape", [.normal(2, 3), .list(1, 2, 4), .list(0, 0)]
    ).since(13),
    .refused(
      .type, "x_zero_point has x's type",
      [.normal(2, 3).of(.int8), .scalar(1), .scalar(0).of(.uint8)]),
    .refused(
      .range, "axis is in [-r, r-1]", [.normal(2, 3), .list(1, 2, 4)], ["axis": 2]
    ).since(13),
    .refused(
      .value, "block_size is at least ⌈D / S⌉", [.normal(2, 7), .list([1], [2, 3])],
      ["block_size": 2]
    ).since(21),
    .refused(
      .value, "block_size is less than ⌈D / (S - 1)⌉", [.normal(2, 7), .list([1], [2, 3])],
      ["block_size": 4]
    ).since(21),
    .refused(.missing, "x_scale is required", [.normal(2, 3)]),
  ]

  /// Each element follows from its own code.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.pointwise(self, ulps: 0, keepsPlaces: true)
  }
}
