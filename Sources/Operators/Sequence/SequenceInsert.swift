import Graphs
import Tensors

/// A sequence with a tensor inserted before a position, or at its end.
///
/// - Throws: `.index` outside of `-n...n`.
/// - Source: ONNX SequenceInsert, opset 11.
struct SequenceInsert: ContainerOperator {
  static let schema = OperatorSchema(
    "SequenceInsert",
    inputs: [.one("input_sequence", "S"), .one("tensor", "T"), .optional("position", "I")],
    outputs: [.one("output_sequence", "S")],
    history: [
      .since(11, ["T": .classic, "S": .sequences(of: .classic), "I": [.int32, .int64]])
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let inserted = try inputs.type(1)
    let element = try inputs.element(0).map { $0.generalized(with: inserted) } ?? inserted
    return [.sequence(element == .unknown ? nil : element)]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var (elements, kind) = try inputs.sequence(0)
    let value = try inputs.value(1)
    guard value.kind == kind else {
      throw .wrongType(input: 1, found: value.kind.name, expected: kind.name)
    }
    let position = try inputs.integer(2) ?? elements.count
    elements.insert(
      value, at: try resolve(position: position, count: elements.count, allowsEnd: true))
    return [.sequence(elements, of: kind)]
  }
}

extension SequenceInsert {
  private static let two = Draw.sequence(.normal(2, 3), .normal(1))

  static let samples: [Sample] =
    [
      Sample([two, .normal(4)]), Sample([two, .normal(4), .scalar(0)]),
      Sample([two, .normal(4), .scalar(2)]), Sample([two, .normal(4), .scalar(-2)]),
      Sample([two, .normal(), .scalar(1).constant]), Sample([.sequence(), .special(33)]),
      .refused(.range, "position is in -n...n", [two, .normal(4), .scalar(3)]),
      .refused(.range, "position is in -n...n", [two, .normal(4), .scalar(-3)]),
      .refused(.missing, "tensor is required", [two]),
    ].map { $0.tied("S", to: "T") } + [
      .refused(.type, "tensors have one type", [two, .normal(4)])
        .types("S", .sequences(of: [.float])).types("T", [.int64])
    ]
}
