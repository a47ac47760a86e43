import Graphs
import Tensors

/// The matrix product of quantised operands less their zero points, in 32 bits, wrapping.
///
/// - Source: ONNX MatMulInteger, opset 10.
struct MatMulInteger: Operator {
  static let schema = OperatorSchema(
    "MatMulInteger",
    inputs: [
      .one("A", "T1"), .one("B", "T2"), .optional("a_zero_point", "T1"),
      .optional("b_zero_point", "T2"),
    ],
    outputs: [.one("Y", "T3")],
    history: [
      .since(10, ["T1": [.int8, .uint8], "T2": [.int8, .uint8], "T3": [.int32]])
    ])
  static let samples: [Sample] = [
    Sample([.special(3, 9), .special(9, 4)]), Sample([.normal(17, 129), .normal(129, 9)]),
    Sample([.special(3, 9), .special(9, 4), .scalar(3)]),
    Sample([.special(3, 9), .special(9, 4), nil, .scalar(5)]),
    Sample([.special(3, 9), .special(9, 4), .scalar(7), .scalar(2)]),
    Sample([.special(3, 9), .special(9, 4), .list([1, 2, 3], [3]), .list([4, 3, 2, 1], [4])]),
    Sample([
      .special(2, 3, 9), .special(2, 9, 4), .list([1, 2, 3, 4, 5, 6], [2, 3, 1]),
      .list([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4]),
    ]),
    Sample([.normal(9), .normal(9, 4)]), Sample([.normal(3, 300), .normal(300).constant]),
    Sample([.normal(3, 0), .normal(0, 4)]),
    .refused(.shape, "the inner extents are equal", [.normal(3, 5), .normal(4, 5)]),
  ]
  static var tolerance: Tolerance { .exact }

  /// B, where it is constant.
  private var packedB: PackedBytes?

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard let a = try inputs.tensor(0).dims, let b = try inputs.tensor(1).dims else {
      return [.tensor(TensorType(.int32, nil))]
    }
    return [.tensor(TensorType(.int32, try BatchedProduct.infer(a, b)))]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard let a = try request.inputs.tensor(0).shape, let b = try request.inputs.tensor(1).shape
    else { return .zero }
    return request.centered(0) + request.centered(1) + request.wideCopies
      + (try BatchedProduct(a, b)).scratch(Int64.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (a, b) = (try inputs.tensor(0), try inputs.tensor(1))
    let (aZero, bZero) = (try inputs.optionalTensor(2), try inputs.optionalTensor(3))
    let product = try BatchedProduct(a.shape, b.shape)
    var points: [ZeroPoint?] = [nil, nil]
    if let aZero { points[0] = try ZeroPoint(2, aZero.shape, over: a.shape, axis: -2) }
    if let bZero { points[1] = try ZeroPoint(3, bZero.shape, over: b.shape, axis: -1) }
    if let x = ByteOperand(a, aZero, points[0], along: -2),
      let w = ByteOperand(b, bZero, points[1], along: -1)
    {
      return [try .tensor(product.sums(x, w, packed: packedB), product.shape)]
    }
    guard
      case .integers(let x) = try CenteredBuffer(a, aZero, points[0], input: 0),
      case .integers(let w) = try CenteredBuffer(b, bZero, points[1], input: 1)
    else { throw .wrongType(input: 0, found: a.dtype.name, expected: "int8 or uint8") }
    return [try .narrowing(.int(product.values(x, w)), to: .int32, product.shape)]
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let b = PackedBytes(constant: constants[1]), let held = b.unpacked else { return nil }
    var packed = self
    packed.packedB = b
    return Packing(packed, inputs: [1: held])
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (a, b) = (try request.tensor(0).shape, try request.tensor(1).shape)
    var points: [ZeroPoint?] = [nil, nil]
    if request.has(2) {
      points[0] = try ZeroPoint(2, try request.tensor(2).shape, over: a, axis: -2)
    }
    if request.has(3) {
      points[1] = try ZeroPoint(3, try request.tensor(3).shape, over: b, axis: -1)
    }
    return try request.byteSums(try BatchedProduct(a, b), (0, points[0]), (1, points[1]))
  }
}
