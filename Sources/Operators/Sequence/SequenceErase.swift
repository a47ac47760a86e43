import Graphs
import Tensors

/// A sequence without the element at a position, by default the last.
///
/// - Throws: `.index` outside of the sequence.
/// - Source: ONNX SequenceErase, opset 11.
struct SequenceErase: ContainerOperator {
  static let schema = OperatorSchema(
    "SequenceErase", inputs: [.one("input_sequence", "S"), .optional("position", "I")],
    outputs: [.one("output_sequence", "S")],
    history: [
      .since(11, ["S": .sequences(of: .classic), "I": [.int32, .int64]])
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.sequence(try inputs.element(0))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var (elements, kind) = try inputs.sequence(0)
    let position = try inputs.integer(1) ?? -1
    elements.remove(at: try resolve(position: position, count: elements.count))
    return [.sequence(elements, of: kind)]
  }
}

extension SequenceErase {
  private static let three = Draw.sequence(.normal(2, 3), .normal(1), .normal(0, 2))

  static let samples: [Sample] = [
    Sample([three]), Sample([three, .scalar(0)]), Sample([three, .scalar(-2).constant]),
    Sample([.sequence(.special(33)), .scalar(0)]), Sample([three, .scalar(2)]),
    .refused(.range, "position is in -n...n-1", [three, .scalar(3)]),
    .refused(.range, "position is in -n...n-1", [three, .scalar(-4)]),
    .refused(.shape, "position is one number", [three, .list(0, 1)]),
  ]
}
