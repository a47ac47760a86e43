import Graphs
import Tensors

/// The element of a sequence at a position.
///
/// - Throws: `.index` outside of the sequence.
/// - Source: ONNX SequenceAt, opset 11.
struct SequenceAt: ContainerOperator {
  static let schema = OperatorSchema(
    "SequenceAt", inputs: [.one("input_sequence", "S"), .one("position", "I")],
    outputs: [.one("tensor", "T")],
    history: [
      .since(11, ["S": .sequences(of: .classic), "T": .classic, "I": [.int32, .int64]])
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [try inputs.element(0) ?? .unknown]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let elements = try inputs.sequence(0).elements
    guard let position = try inputs.integer(1) else { throw .missingInput(1) }
    return [elements[try resolve(position: position, count: elements.count)]]
  }
}

extension SequenceAt {
  private static let three = Draw.sequence(.normal(2, 3), .normal(1), .normal(0, 2))

  static let samples: [Sample] = [
    Sample([three, .scalar(0)]), Sample([three, .scalar(2).constant]),
    Sample([three, .scalar(-1)]),
    Sample([three, .scalar(-3)]), Sample([.sequence(.special(33)), .scalar(0)]),
    .refused(.range, "position is in -n...n-1", [three, .scalar(3)]),
    .refused(.range, "position is in -n...n-1", [three, .scalar(-4)]),
    .refused(.shape, "position is one number", [three, .list(0, 1)]),
    .refused(.missing, "position is required", [three]),
  ].map { $0.tied("T", to: "S") }
}
