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
