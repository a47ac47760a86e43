import Graphs
import Tensors

/// The matrix product of quantised operands, quantised again:
/// `y = saturate(round(Σ (a - za)(b - zb) · a_scale · b_scale / y_scale) + zy)`, half to even.
///
/// - Source: ONNX QLinearMatMul, opsets 10, 21.
struct QLinearMatMul: Operator {
  static let schema = OperatorSchema(
    "QLinearMatMul",
    inputs: [
      .one("a", "T1"), .one("a_scale", "TS"), .one("a_zero_point", "T1"), .one("b", "T2"),
      .one("b_scale", "TS"), .one("b_zero_point", "T2"), .one("y_scale", "TS"),
      .one("y_zero_point", "T3"),
    ],
    outputs: [.one("y", "T3")],
    history: [
      .since(
        10, ["T1": [.int8, .uint8], "T2": [.int8, .uint8], "T3": [.int8, .uint8]],
        inputs: [
          .one("a", "T1"), .one("a_scale", "tensor(float)"), .one("a_zero_point", "T1"),
          .one("b", "T2"), .one("b_scale", "tensor(float)"), .one("b_zero_point", "T2"),
          .one("y_scale", "tensor(float)"), .one("y_zero_point", "T3"),
        ]),
      .since(
        21,
        [
          "TS": .floats - [.double], "T1": .float8 + [.int8, .uint8],
          "T2": .float8 + [.int8, .uint8], "T3": .float8 + [.int8, .uint8],
        ]),
    ])
  static let samples: [Sample] = [
    Sample([
      .normal([3, 9], scale: 8), .list([0.05], []), .scalar(3), .normal([9, 4], scale: 8),
      .list([0.03], []), .scalar(2), .list([0.11], []), .scalar(5),
    ])
    .types("T1", [.int8, .uint8]).types("T2", [.int8, .uint8]).types("T3", [.int8, .uint8]),
    Sample([
      .special(17, 65), .list([0.05], []), .scalar(7), .special(65, 9), .list([0.02], []),
      .scalar(1), .list([0.7], []), .scalar(9),
    ])
    .types("T1", [.int8, .uint8]).types("T2", [.int8, .uint8]).types("T3", [.int8, .uint8]),
    Sample([
      .normal([2, 3, 9], scale: 8), .list([0.05], []), .scalar(3), .normal([2, 9, 4], scale: 8),
      .list([0.03], []), .scalar(2), .list([0.11], []), .scalar(5),
    ])
    .types("T1", [.int8, .uint8]).types("T2", [.int8, .uint8]).types("T3", [.int8, .uint8]),
    Sample([
      .normal([3, 9], scale: 8), .list([0.05, 0.1, 0.2], [3]), .list([1, 2, 3], [3]),
      .normal([9, 4], scale: 8), .list([0.03, 0.02, 0.01, 0.05], [4]), .list([2, 3, 4, 5], [4]),
      .list([0.11], []), .scalar(5),
    ])
    .types("T1", [.int8, .uint8]).types("T2", [.int8, .uint8]).types("T3", [.int8, .uint8]),
    Sample([
      .normal(3, 9), .list([0.5], []), .scalar(0), .normal(9, 4), .list([0.25], []), .scalar(0),
      .list([0.125], []), .scalar(0),
    ])
    .since(21).types("T1", .float8).types("T2", .float8).types("T3", .float8),
    .refused(
      .shape, "the inner extents are equal",
      [
        .normal(3, 5), .list([0.05], []), .scalar(3), .normal(4, 5), .list([0.05], []), .scalar(2),
        .list([0.05], []), .scalar(5),
      ]
    )
    .types("T1", [.int8, .uint8]).types("T2", [.int8, .uint8]).types("T3", [.int8, .uint8]),
  ]
  /// Half-way cases may fall to either side.
  static var tolerance: Tolerance { .ulps(1) }

  /// b, where it is constant.
  private var packedB: PackedBytes?

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dtype = try inputs.tensor(7).dtype
    guard let a = try inputs.tensor(0).dims, let b = try inputs.tensor(3).dims else {
      return [.tensor(TensorType(dtype, nil))]
    }
    return [.tensor(TensorType(dtype, try BatchedProduct.infer(a, b)))]
  }

  private struct Layout {
    let product: BatchedProduct
    let a: ZeroPoint
    let b: ZeroPoint
    let result: Requantization
  }

  private func layout(_ shapes: [Shape]) throws(OperatorError) -> Layout {
    let product = try BatchedProduct(shapes[0], shapes[3])
    return Layout(
      product: product, a: try ZeroPoint(2, shapes[2], over: shapes[0], axis: -2),
      b: try ZeroPoint(5, shapes[5], over: shapes[3], axis: -1),
      result: try Requantization(
        product.shape,
        [(shapes[1], -2), (shapes[4], -1), (shapes[6], -2), (shapes[7], -2)]))
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let a = try request.inputs.tensor(0).shape, let b = try request.inputs.tensor(3).shape
    else { return .zero }
    return request.centered(0) + request.centered(3) + request.table() * 4
      + (try BatchedProduct(a, b)).scratch(Int64.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var tensors: [Tensor] = []
    for index in 0..<8 { tensors.append(try inputs.tensor(index)) }
    let layout = try layout(tensors.map(\.shape))
    var scales: [Buffer<Float>] = []
    for index in [1, 4, 6] { scales.append(try floats(tensors[index], index) ?? [1]) }
    if let a = ByteOperand(tensors[0], tensors[2], layout.a, along: -2),
      let b = ByteOperand(tensors[3], tensors[5], layout.b, along: -1)
    {
      let sums = layout.product.sums(a, b, packed: packedB)
      return [try layout.result.values(sums, scales, tensors[7])]
    }
    switch (
      try CenteredBuffer(tensors[0], tensors[2], layout.a, input: 0),
      try CenteredBuffer(tensors[3], tensors[5], layout.b, input: 3)
    ) {
    case (.integers(let a), .integers(let b)):
      let sums = mapped(layout.product.values(a, b), Truncated<Int64, Int32>())
      return [try layout.result.values(sums, scales, tensors[7])]
    case (.floats(let a), .floats(let b)):
      return [try layout.result.values(layout.product.values(a, b), scales, tensors[7])]
    default:
      throw .mismatch("a is \(tensors[0].dtype.name), but b is \(tensors[3].dtype.name)")
    }
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let b = PackedBytes(constant: constants[3]), let held = b.unpacked else { return nil }
    var packed = self
    packed.packedB = b
    return Packing(packed, inputs: [3: held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    var shapes: [Shape] = []
    for index in 0..<8 { shapes.append(try request.tensor(index).shape) }
    let layout = try layout(shapes)
    let sums =
      try request.tensor(0).dtype.isFloat
      ? try floatSums(request, layout)
      : try request.byteSums(
        layout.product, (0, layout.a), (3, layout.b), kept: TensorType(.int32, layout.product.shape)
      )
    return try layout.result.lowering(sums, request, inputs: [1, 4, 6, 7])
  }

  /// Sums of products of floats of 8 bits, in scratch tensor 2.
  private func floatSums(
    _ request: LoweringRequest, _ layout: Layout
  ) throws(OperatorError) -> Lowering {
    let left = try request.centering(0, layout.a, scratch: 0)
    let right = try request.centering(3, layout.b, scratch: 1)
    var product = ProductLowering(layout.product, .float, request.device)
    (product.a, product.b, product.y) = (.scratch(0), .scratch(1), .scratch(2))
    return .dispatches(
      [left.0, right.0] + product.plain,
      scratch: [left.1, right.1, TensorType(.float, layout.product.shape)])
  }
}

extension QLinearMatMul {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try request.requantized(self, scales: [1, 6])
  }
}
