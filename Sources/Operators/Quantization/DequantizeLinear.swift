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
  static let tolerance = Tolerance.ulps(1)

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
