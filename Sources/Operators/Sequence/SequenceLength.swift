import Graphs
import Tensors

/// The number of elements of a sequence.
///
/// - Source: ONNX SequenceLength, opset 11.
struct SequenceLength: ContainerOperator {
  static let schema = OperatorSchema(
    "SequenceLength", inputs: [.one("input_sequence", "S")], outputs: [.one("length", "I")],
    history: [
      .since(11, ["S": .sequences(of: .classic), "I": [.int64]])
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    _ = try inputs.element(0)
    return [.tensor(TensorType(.int64, []))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    [.tensor(Tensor(scalar: Int64(try inputs.sequence(0).elements.count)))]
  }
}

extension SequenceLength {
  static let samples: [Sample] = [
    Sample([.sequence(.normal(2, 3), .normal(1))]), Sample([.sequence()]),
    Sample([.sequence(.special(33))]),
    .refused(.missing, "the sequence is required", []),
  ]
}
