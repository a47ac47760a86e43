import Graphs
import Tensors

/// The sequence of its inputs, tensors of one element type.
///
/// - Source: ONNX SequenceConstruct, opset 11.
struct SequenceConstruct: ContainerOperator {
  static let schema = OperatorSchema(
    "SequenceConstruct", inputs: [.variadic("inputs", "T")],
    outputs: [.one("output_sequence", "S")],
    history: [
      .since(11, ["T": .classic, "S": .sequences(of: .classic)])
    ])

  init(_ node: NodeReader) throws(OperatorError) {}

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    var element = try inputs.type(0)
    for index in inputs.types.indices.dropFirst() {
      element = element.generalized(with: try inputs.type(index))
    }
    return [.sequence(element == .unknown ? nil : element)]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var elements: [Value] = []
    for index in inputs.values.indices {
      let value = try inputs.value(index)
      if let first = elements.first, first.kind != value.kind {
        throw .wrongType(input: index, found: value.kind.name, expected: first.kind.name)
      }
      elements.append(value)
    }
    guard let kind = elements.first?.kind else { throw .missingInput(0) }
    return [.sequence(elements, of: kind)]
  }
}

extension SequenceConstruct {
  static let samples: [Sample] = [
    Sample([.normal(2, 3)]), Sample([.normal(2, 3), .normal(1), .normal()]),
    Sample([.special(33), .normal(0, 2)]), Sample([.normal(2).constant, .normal(3)]),
    .refused(.missing, "there is an input", []),
    .refused(.type, "tensors have one type", [.normal(2).of(.float), .normal(2).of(.int64)]),
  ].map { $0.tied("S", to: "T") }
}
