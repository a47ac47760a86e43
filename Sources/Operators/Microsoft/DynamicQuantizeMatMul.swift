import Graphs
import Tensors

/// The product of A, quantised by its own range, with a quantised matrix:
/// `Y = Σ (a - a_zero)(B - b_zero) · (a_scale · b_scale) + bias` with a as DynamicQuantizeLinear makes it of all of A.
///
/// - Shapes: A and B as MatMul's; b_scale and b_zero_point one number, or one a column `[N]`; bias `[N]`.
/// - Types: sums in int32, wrapping; the rest in float32.
/// - Source: com.microsoft DynamicQuantizeMatMul, version 1.
struct DynamicQuantizeMatMul: Composite {
  static let schema = OperatorSchema(
    "DynamicQuantizeMatMul", domain: "com.microsoft",
    inputs: [
      .one("A", "T1"), .one("B", "T2"), .one("b_scale", "T1"), .optional("b_zero_point", "T2"),
      .optional("bias", "T1"),
    ],
    outputs: [.one("Y", "T1")],
    history: [.since(1, ["T1": [.float], "T2": [.int8, .uint8]])])
  /// A quotient that is nearly half-way may be rounded to either side.
  static var tolerance: Tolerance { .accumulated }
  static let hasOwnKernel = true

  private var b = ByteFactor(index: 1, zeroIndex: 3)

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard let left = try inputs.tensor(0).dims, let right = try inputs.tensor(1).dims else {
      return [.tensor(TensorType(.float, nil))]
    }
    return [try TensorType(.float, try BatchedProduct.infer(left, right)).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    b.scratch(request, 0) + request.wideCopies
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let values = try x.floats(Float.self)
    let range = ByteRange(of: values)
    let codes = try tensors { () throws(TensorError) in
      try Tensor(range.quantized(values), shape: x.shape)
    }
    let (sums, shape) = try b.sums(codes, Tensor(scalar: UInt8(range.zero)), inputs)
    let columns = try inputs.tensor(1).rank == 1 ? 1 : shape.dims.last ?? 1
    let y = try ByteSums(
      columns: columns, aScale: range.scale, bScale: try inputs.tensor(2),
      bias: try inputs.optionalTensor(4)
    ).floats(sums)
    return [try .tensor(y, shape)]
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let (factor, held) = b.packing(constants) else { return nil }
    var packed = self
    packed.b = factor
    return Packing(packed, inputs: held)
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let given = graph.inputs(of: inputs) + Array(repeating: nil, count: 5 - inputs.types.count)
    let a = try graph.apply("DynamicQuantizeLinear", [given[0]], outputCount: 3)
    let sums = try graph.apply("MatMulInteger", a[0], given[1], a[2], given[3])
    let y = try graph.scaled(sums, a[1], given[2], given[4], as: .float)
    return graph.composed(y)
  }
}

extension DynamicQuantizeMatMul {
  static let samples: [Sample] = [
    Sample([.normal(3, 17), .integers(0...127, 17, 5), .scalar(0.02)]),
    Sample([.normal(3, 17), .integers(0...127, 17, 5), .scalar(0.02), .scalar(61), .normal(5)]),
    Sample(
      [
        .normal(2, 3, 64), .integers(0...127, 64, 33), .uniform(0.01...0.03, 33),
        .integers(40...80, 33),
      ]),
    Sample([.normal(2, 3, 8), .integers(0...127, 2, 8, 5), .scalar(0.02), nil, .normal(5)]),
    Sample([.normal(1, 300), .integers(0...63, 300, 9).constant, .scalar(0.02).constant]),
    Sample([.list([0], [2, 4]), .bytes(4, 3), .scalar(0.5)]),
    Sample([.uniform(1...3, 2, 4), .integers(0...127, 4, 3), .scalar(0.5), .scalar(3)]),
    Sample([.normal(4), .integers(0...127, 4, 3), .scalar(0.5)]),
    Sample([.normal(0, 4), .integers(0...127, 4, 3), .scalar(0.5)]),
    .refused(
      .shape, "A has as many columns as B rows", [.normal(3, 4), .bytes(5, 4), .scalar(0.5)]),
    .refused(
      .shape, "b_scale is one number, or one a column",
      [.normal(3, 4), .bytes(4, 5), .uniform(0.1...1, 4)]),
    .refused(
      .shape, "bias is one a column",
      [.normal(3, 4), .bytes(4, 5), .scalar(0.5), nil, .normal(4)]),
    .refused(.missing, "b_scale is required", [.normal(3, 4), .bytes(4, 5)]),
  ]
}
