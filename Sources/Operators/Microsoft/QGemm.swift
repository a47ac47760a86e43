import Graphs
import Tensors

/// The product of quantised matrices plus C, as floats or quantised again:
/// `Y = (Σ (A' - a_zero)(B' - b_zero) + C) · (alpha · a_scale · b_scale)`, or
/// `saturate(round(Y / y_scale) + y_zero_point)`, half to even, where these are given.
///
/// - Shapes: A and B are transposed where `transA` and `transB` say so; b_scale and b_zero_point are one number, or
///   one a column `[N]`; C broadcasts to `[M, N]`.
/// - Types: sums with C in int32, wrapping; the rest in float32.
/// - Source: com.microsoft QGemm, version 1.
struct QGemm: Composite {
  static let alpha = AttributeKey<Float>("alpha")
  static let transA = AttributeKey<Int>("transA")
  static let transB = AttributeKey<Int>("transB")
  static let schema = OperatorSchema(
    "QGemm", domain: "com.microsoft",
    inputs: [
      .one("A", "TA"), .one("a_scale", "T"), .one("a_zero_point", "TA"), .one("B", "TB"),
      .one("b_scale", "T"), .one("b_zero_point", "TB"), .optional("C", "TC"),
      .optional("y_scale", "T"), .optional("y_zero_point", "TYZ"),
    ],
    outputs: [.one("Y", "TY")],
    history: [
      .since(
        1,
        [
          "T": [.float], "TA": [.int8, .uint8], "TB": [.int8, .uint8], "TC": [.int32],
          "TY": [.float, .int8, .uint8], "TYZ": [.int8, .uint8],
        ], attributes: [alpha.or(1), transA.or(0), transB.or(0)])
    ])
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(4) }
  static let hasOwnKernel = true

  let alpha: Float
  let transposesA: Bool
  private var b = ByteFactor(index: 3, zeroIndex: 5)

  init(_ node: NodeReader) throws(OperatorError) {
    alpha = try node[Self.alpha]
    transposesA = try node[Self.transA] != 0
    b.transposed = try node[Self.transB] != 0
  }

  private func output(_ inputs: Inference) throws(OperatorError) -> DType {
    if inputs.has(8) { return try inputs.tensor(8).dtype }
    return inputs.has(7) ? try inputs.tensor(0).dtype : .float
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try AffineInputs(name: "a", scale: 1, zero: 2).check(inputs)
    if inputs.has(7) { try AffineInputs(name: "y", scale: 7, zero: 8).check(inputs) }
    let dtype = try output(inputs)
    guard let left = try inputs.tensor(0).dims, let right = try inputs.tensor(3).dims else {
      return [.tensor(TensorType(dtype, nil))]
    }
    for (index, dims) in [(0, left), (3, right)] where dims.count != 2 {
      throw .rank(input: index, found: dims.count, expected: "2")
    }
    let dims = try BatchedProduct.infer(
      transposesA ? left.reversed() : left, b.transposed ? right.reversed() : right)
    if inputs.has(6), let c = try inputs.tensor(6).dims {
      guard try broadcast([dims, c])?.count == 2 else {
        throw .rank(input: 6, found: c.count, expected: "at most 2")
      }
    }
    return [try TensorType(dtype, dims).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    b.scratch(request, 0) + request.wideCopies + request.table()
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let dtype = try output(inputs.inference)
    guard let shape = try infer(inputs.inference).first?.tensor?.extent() else {
      throw .missingInput(0)
    }
    let given = try inputs.tensor(0)
    let a = transposesA ? try given.transposedBytes() : given
    var (sums, _) = try b.sums(a, try inputs.tensor(2), inputs)
    if let c = try inputs.optionalTensor(6), let addend = Int32.unwrap(c.elements) {
      let strides = try c.shape.strides(broadcastTo: shape)
      let plan = BroadcastPlan(dims: shape.dims, strides: [shape.strides, strides])
      sums = plan.zip(sums, addend) { $0 &+ $1 }
    }
    let scale = alpha * (try inputs.tensor(1).floats(Float.self)[0])
    let y = try ByteSums(
      columns: shape[1], aScale: scale, bScale: try inputs.tensor(4), bias: nil
    ).floats(sums)
    guard dtype != .float else { return [try .tensor(y, shape)] }
    let (result, zero) = (try inputs.tensor(7), try inputs.optionalTensor(8))
    let layout = try ScaleLayout(
      shape, scale: result.shape, zero: zero?.shape, axis: 0, blockSize: 0)
    let table = try ScaleTable<Float>(layout, scale: result, zero: zero)
    guard let codes = table.quantized(y, to: dtype) else {
      throw .wrongType(input: 8, found: dtype.name, expected: "int8 or uint8")
    }
    return [.tensor(try tensors { () throws(TensorError) in try Tensor(codes, shape: shape) })]
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let (factor, held) = b.packing(constants) else { return nil }
    var packed = self
    packed.b = factor
    return Packing(packed, inputs: held)
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let dtype = try output(inputs)
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let given = graph.inputs(of: inputs) + Array(repeating: nil, count: 9 - inputs.types.count)
    let left = transposesA ? try graph.transposed(given[0], [1, 0]) : given[0]
    let right = b.transposed ? try graph.transposed(given[3], [1, 0]) : given[3]
    var sums = try graph.apply("MatMulInteger", left, right, given[2], given[5])
    if let c = given[6] { sums = try graph.apply("Add", sums, c) }
    let scale = try graph.apply("Mul", graph.constant(Tensor(scalar: alpha)), given[1])
    let y = try graph.scaled(sums, scale, given[4], nil, as: .float)
    guard dtype != .float else { return graph.composed(y) }
    let codes = try graph.quantized(y, given[7], given[8], as: dtype)
    return graph.composed(codes)
  }
}

extension Tensor {
  /// A matrix of bytes, transposed.
  fileprivate func transposedBytes() throws(OperatorError) -> Tensor {
    let (rows, columns) = (shape[0], shape[1])
    func turned<T: NumberElement>(_ x: Buffer<T>) throws(OperatorError) -> Tensor {
      let y = Buffer<T>(count: x.count) { out in
        for i in 0..<out.count { out[i] = x[i % rows * columns + i / rows] }
      }
      return try tensors { () throws(TensorError) in try Tensor(y, shape: [columns, rows]) }
    }
    switch elements {
    case .uint8(let x): return try turned(x)
    case .int8(let x): return try turned(x)
    default: throw .wrongType(input: 0, found: dtype.name, expected: "int8 or uint8")
    }
  }
}

extension QGemm {
  private static let base: [Draw?] = [
    .bytes(3, 17), .scalar(0.02), .scalar(120), .integers(0...63, 17, 5), .scalar(0.03),
    .scalar(31),
  ]
  private static let each: [Draw?] = [
    .bytes(17, 3), .scalar(0.02), .scalar(120), .integers(0...63, 9, 17), .uniform(0.01...0.03, 9),
    .integers(20...40, 9),
  ]
  private static let quantized: [Draw?] = [.scalar(0.3), .scalar(99)]

  static let samples: [Sample] = [
    floats(base), floats(base + [.integers(-500...500, 5)], ["alpha": 0.5]),
    floats(base + [.integers(-500...500, 3, 1)]), floats(base + [.integers(-500...500)]),
    floats(each, ["transA": 1, "transB": 1]),
    floats(each + [.integers(-500...500, 3, 9)], ["transA": 1, "transB": 1, "alpha": 2]),
    bytes(base + [nil] + quantized), bytes(base + [.integers(-500...500, 1, 5)] + quantized),
    bytes(
      each + [.integers(-500...500, 9)] + quantized, ["transA": 1, "transB": 1, "alpha": 0.25]),
    bytes(base + [nil, .scalar(0.3)]),
    floats(
      [
        .bytes(4, 256), .scalar(0.02), .scalar(120), .integers(0...63, 256, 33).constant,
        .scalar(0.03), .scalar(31),
      ]),
    floats(
      [.bytes(0, 4), .scalar(0.02), .scalar(1), .bytes(4, 5), .scalar(0.03), .scalar(31)]),
    .refused(.shape, "A' has as many columns as B' rows", base, ["transA": 1]),
    .refused(.shape, "C broadcasts to the product", base + [.integers(0...9, 4)]),
    .refused(.shape, "y_scale is one number", base + [nil, .uniform(0.1...1, 5), .scalar(9)]),
    .refused(.missing, "b_zero_point is required", Array(base.dropLast())),
  ]

  private static func floats(
    _ inputs: [Draw?], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs, attributes).types("TY", [.float]).tied("TYZ", to: "TA")
  }

  private static func bytes(
    _ inputs: [Draw?], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs, attributes).tied("TY", to: "TA").tied("TYZ", to: "TA")
  }
}
