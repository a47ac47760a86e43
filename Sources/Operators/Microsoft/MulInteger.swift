import Graphs
import Tensors

/// `C = (A - A_zero_point) · (B - B_zero_point)` in int32, after broadcasting; a zero point that is absent
/// is 0.
///
/// - Source: com.microsoft MulInteger, version 1.
struct MulInteger: Composite {
  static let schema = OperatorSchema(
    "MulInteger", domain: "com.microsoft",
    inputs: [
      .one("A", "T"), .optional("A_zero_point", "T"), .one("B", "T"),
      .optional("B_zero_point", "T"),
    ],
    outputs: [.one("C", "T1")],
    history: [.since(1, ["T": [.int8, .uint8], "T1": [.int32]])])
  static let tolerance = Tolerance.exact

  init(_ node: NodeReader) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    for index in [1, 3] where inputs.has(index) {
      guard let shape = try inputs.tensor(index).shape, shape.checkedCount != 1 else { continue }
      throw .mismatch("input \(index) is \(shape), expected one number")
    }
    let dims = try broadcast([try inputs.tensor(0).dims, try inputs.tensor(2).dims])
    return [try TensorType(.int32, dims).checked()]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    var graph = GraphBuilder(Self.schema.name, opset: 21)
    let given = graph.inputs(of: inputs)
    let a = try graph.centered(given[0], given[1])
    let b = try graph.centered(given[2], given.count > 3 ? given[3] : nil)
    let c = try graph.apply("Mul", a, b)
    return graph.composed(c)
  }
}

extension GraphBuilder {
  /// Bytes less their zero point, in int32.
  fileprivate mutating func centered(
    _ x: ValueID?, _ zero: ValueID?
  ) throws(OperatorError) -> ValueID {
    let wide = try cast(x, to: .int32)
    guard let zero else { return wide }
    return try apply("Sub", wide, try cast(zero, to: .int32))
  }
}

extension MulInteger {
  static let samples: [Sample] = [
    Sample([.bytes(3, 5), nil, .bytes(3, 5)]),
    Sample([.bytes(3, 5), .scalar(120), .bytes(3, 5), .scalar(9)]),
    Sample([.bytes(2, 3, 4), .list(7), .bytes(4), nil]),
    Sample([.bytes(), nil, .bytes(2, 3), .list(255)]),
    Sample([.bytes(3, 1), nil, .bytes(1, 33)]), Sample([.special(9), nil, .special(9)]),
    Sample([.bytes(0, 3), nil, .bytes(3)]), Sample([.bytes(257, 129), .scalar(3), .bytes(257, 1)]),
    .refused(.shape, "A and B broadcast", [.bytes(2, 3), nil, .bytes(4)]),
    .refused(.shape, "a zero point is one number", [.bytes(2, 3), .bytes(3), .bytes(2, 3)]),
    .refused(.missing, "B is required", [.bytes(2, 3), .scalar(3)]),
  ]
}
