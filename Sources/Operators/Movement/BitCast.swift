import Graphs
import Tensors

/// The same bits as another type of the same width.
///
/// - Throws: `.attribute` when the widths differ.
/// - Source: ONNX BitCast, opset 26.
struct BitCast: Operator {
  static let to = AttributeKey<Int>("to")
  static let schema = OperatorSchema(
    "BitCast", inputs: [.one("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .since(
        26, ["T1": .ir13 - [.string], "T2": .ir13 - [.string]],
        attributes: [to.required])
    ])
  static let samples: [Sample] = [
    Sample([.special(6)], ["to": .type(of: "T2")]).types(
      "T1",
      [
        .uint8, .int8, .bool, .float8e4m3fn, .float8e5m2, .float8e8m0, .float8e4m3fnuz,
        .float8e5m2fnuz,
      ]
    ).types(
      "T2",
      [.uint8, .int8, .float8e4m3fn, .float8e5m2, .float8e8m0, .float8e4m3fnuz, .float8e5m2fnuz]
    ).everyPair,
    Sample([.special(3, 4)], ["to": .type(of: "T2")]).types(
      "T1", [.float16, .bfloat16, .int16, .uint16]
    ).types("T2", [.float16, .bfloat16, .int16, .uint16]).everyPair,
    Sample([.special(3, 4)], ["to": .type(of: "T2")]).types("T1", [.float, .int32, .uint32]).types(
      "T2", [.float, .int32, .uint32]
    ).everyPair,
    Sample([.special(3, 4)], ["to": .type(of: "T2")]).types(
      "T1", [.double, .int64, .uint64, .complex64]
    ).types("T2", [.double, .int64, .uint64, .complex64]).everyPair,
    Sample([.special(3, 4)], ["to": .type(of: "T2")]).types("T1", [.complex128]).types(
      "T2", [.complex128]),
    Sample([.special(3, 4)], ["to": .type(of: "T2")]).types("T1", [.int4, .uint4, .float4e2m1])
      .types("T2", [.int4, .uint4, .float4e2m1]).everyPair,
    Sample([.special(3, 4)], ["to": .type(of: "T2")]).types("T1", [.int2, .uint2]).types(
      "T2", [.int2, .uint2]
    ).everyPair,
    Sample([.normal()], ["to": .type(of: "T2")]).types("T1", [.float]).types("T2", [.int32]),
    Sample([.normal(0)], ["to": .type(of: "T2")]).types("T1", [.float]).types("T2", [.int32]),
    .refused(.type, "both types have one width", [.normal(2)], ["to": .type(of: "T2")]).types(
      "T1", [.float]
    ).types("T2", [.int64]),
  ]
  static let tolerance = Tolerance.exact

  let dtype: DType

  init(_ node: NodeReader) throws(OperatorError) {
    dtype = try DType(attribute: "to", try node[Self.to])
    guard dtype != .string else {
      throw .attribute("to", found: "string", expected: "a type of fixed width")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard x.dtype.bitWidth == dtype.bitWidth else {
      throw .attribute(
        "to", found: "\(dtype.name) of \(dtype.bitWidth) bits",
        expected: "a type of \(x.dtype.bitWidth) bits like \(x.dtype.name)")
    }
    return [.tensor(TensorType(dtype, x.dims))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    _ = try infer(inputs.inference)
    // Sub-byte integers lie sign-extended in memory, and a Bool must be 0 or 1.
    if dtype == .bool || dtype.isInteger && dtype.bitWidth < 8 { return [try recoded(x)] }
    let mask = dtype.bitWidth < 8 ? UInt8(1 << dtype.bitWidth - 1) : .max
    let elements = Elements(count: x.count, dtype: dtype) { target in
      _ = x.elements.withBytes { source in
        for (i, byte) in source.enumerated() { target[i] = byte & mask }
      }
    }
    return [.tensor(try tensors { () throws(TensorError) in try Tensor(elements, shape: x.shape) })]
  }

  private func recoded(_ x: Tensor) throws(OperatorError) -> Value {
    let codes = x.elements.withBytes { Array($0) } ?? []
    if dtype == .bool { return try .tensor(Buffer(codes.map { $0 != 0 }), x.shape) }
    return try .narrowing(.uint(Buffer(codes.map { UInt64($0) })), to: dtype, x.shape)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (from, shape) = try request.tensor(0)
    if dtype.bitWidth >= 8, dtype != .bool || from == .bool { return .views([0]) }
    return .dispatches([
      Dispatch(
        "Movement/BitCast.comp", defines: ["MASK": "\(1 << min(dtype.bitWidth, 8) - 1)u"],
        bindings: [.read("x", .input(0), from), .write("y", .output(0), dtype)],
        parameters: [.uint("count", shape.count)], invocations: (shape.count, 1, 1),
        localSize: [256, 1, 1])
    ])
  }
}
