import Graphs
import Tensors

/// The product of quantised matrices as floats:
/// `Y = Σ (A - a_zero)(B - b_zero) · (a_scale · b_scale) + bias`.
///
/// - Shapes: A and B as MatMul's; a_scale and a_zero_point one number; b_scale and b_zero_point one number, or
///   one a column `[N]`; bias `[N]`.
/// - Types: sums in int32, wrapping; the rest in float32, rounded to Y's type at the end.
/// - Source: com.microsoft MatMulIntegerToFloat, version 1.
struct MatMulIntegerToFloat: Composite {
  static let schema = OperatorSchema(
    "MatMulIntegerToFloat", domain: "com.microsoft",
    inputs: [
      .one("A", "T1"), .one("B", "T2"), .one("a_scale", "T3"), .one("b_scale", "T3"),
      .optional("a_zero_point", "T1"), .optional("b_zero_point", "T2"), .optional("bias", "T3"),
    ],
    outputs: [.one("Y", "T3")],
    history: [
      .since(1, ["T1": [.int8, .uint8], "T2": [.int8, .uint8], "T3": [.float, .float16]])
    ])
  static var tolerance: Tolerance { .ulps(4) }
  static let hasOwnKernel = true

  private var b = ByteFactor(index: 1, zeroIndex: 5)

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try AffineInputs(name: "a", scale: 2, zero: 4).check(inputs)
    let dtype = try inputs.tensor(2).dtype
    guard let left = try inputs.tensor(0).dims, let right = try inputs.tensor(1).dims else {
      return [.tensor(TensorType(dtype, nil))]
    }
    return [try TensorType(dtype, try BatchedProduct.infer(left, right)).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    b.scratch(request, 0) + request.wideCopies
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let scale = try inputs.tensor(2)
    let (sums, shape) = try b.sums(
      try inputs.tensor(0), try inputs.optionalTensor(4), inputs)
    let columns = try inputs.tensor(1).rank == 1 ? 1 : shape.dims.last ?? 1
    let y = try ByteSums(
      columns: columns, aScale: try scale.floats(Float.self)[0], bScale: try inputs.tensor(3),
      bias: try inputs.optionalTensor(6)
    ).floats(sums)
    return [try .narrowing(.float(y), to: scale.dtype, shape)]
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let (factor, held) = b.packing(constants) else { return nil }
    var packed = self
    packed.b = factor
    return Packing(packed, inputs: held)
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let dtype = try inputs.tensor(2).dtype
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let given = graph.inputs(of: inputs) + Array(repeating: nil, count: 7 - inputs.types.count)
    let sums = try graph.apply("MatMulInteger", given[0], given[1], given[4], given[5])
    let y = try graph.scaled(sums, given[2], given[3], given[6], as: dtype)
    return graph.composed(y)
  }
}

extension GraphBuilder {
  /// `sums · (aScale · bScale) + bias` in float32, as `dtype`.
  mutating func scaled(
    _ sums: ValueID, _ aScale: ValueID?, _ bScale: ValueID?, _ bias: ValueID?, as dtype: DType
  ) throws(OperatorError) -> ValueID {
    let isNarrow = dtype != .float
    let left = isNarrow ? try cast(aScale, to: .float) : aScale
    let right = isNarrow ? try cast(bScale, to: .float) : bScale
    var y = try apply("Mul", try cast(sums, to: .float), try apply("Mul", left, right))
    if let bias { y = try apply("Add", y, isNarrow ? try cast(bias, to: .float) : bias) }
    return isNarrow ? try cast(y, to: dtype) : y
  }
}

extension MatMulIntegerToFloat {
  static let samples: [Sample] = [
    Sample([.bytes(3, 17), .integers(0...63, 17, 5), .scalar(0.125), .scalar(0.0625)]),
    Sample(
      [
        .bytes(3, 17), .integers(0...63, 17, 5), .scalar(0.02), .scalar(0.03), .scalar(120),
        .scalar(31), .normal(5),
      ]),
    Sample(
      [
        .bytes(2, 3, 64), .integers(0...63, 64, 33), .list(0.02), .uniform(0.01...0.03, 33),
        .list(7), .integers(20...40, 33),
      ]),
    Sample([.bytes(3, 4), .bytes(4, 5), .scalar(0.02), .scalar(0.03), nil, .scalar(31)]),
    Sample([
      .bytes(3, 4), .integers(0...63, 4, 5), .scalar(0.02), .scalar(0.03), nil, nil, .normal(5),
    ]),
    Sample([.bytes(2, 3, 8), .integers(0...63, 2, 8, 5), .scalar(0.02), .scalar(0.03), .scalar(9)]),
    Sample([.bytes(1, 300), .integers(0...63, 300, 9).constant, .scalar(0.02), .scalar(0.03)]),
    Sample([.bytes(0, 4), .integers(0...63, 4, 3), .scalar(0.5), .scalar(0.5)]),
    .refused(
      .shape, "A has as many columns as B rows",
      [.bytes(3, 4), .bytes(5, 4), .scalar(0.5), .scalar(0.5)]),
    .refused(
      .shape, "b_scale is one number, or one a column",
      [.bytes(3, 4), .bytes(4, 5), .scalar(0.5), .uniform(0.1...1, 4)]),
    .refused(
      .shape, "bias is one a column",
      [.bytes(3, 4), .bytes(4, 5), .scalar(0.5), .scalar(0.5), nil, nil, .normal(4)]),
    .refused(.missing, "b_scale is required", [.bytes(3, 4), .bytes(4, 5), .scalar(0.5)]),
  ]
}
