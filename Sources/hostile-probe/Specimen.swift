import Graphs
import Tensors

/// One node with its inputs: all that a model file and its feeds decide.
struct Specimen: Sendable {
  let type: any Operator.Type
  let revision: OperatorSchema.Revision
  var attributes: [String: AttributeValue] = [:]
  /// `nil` is an absent optional input.
  var inputs: [Value?] = []
  /// What inference is told of inputs, where that is not what they are.
  var declared: [Int: ValueType] = [:]
  var outputCount = 1

  var types: [ValueType?] {
    inputs.enumerated().map { index, value in declared[index] ?? value.map(ValueType.init(of:)) }
  }

  func node() throws(OperatorError) -> Node {
    try Node(
      type, revision, named: "node",
      inputs: inputs.indices.map { inputs[$0] == nil ? nil : ValueID($0) },
      outputs: (0..<outputCount).map { ValueID(inputs.count + $0) }, attributes: attributes)
  }
}
