import Graphs
import Operators
import Tensors
import Testing

/// One node of ai.onnx.ml, for tests.
struct LearningNode {
  let node: Node

  init(
    _ name: String, opset: Int = 3, _ attributes: [String: AttributeValue], inputs: Int = 1
  ) throws {
    node = try OperatorCatalog.standard.node(
      name, domain: "ai.onnx.ml", opset: opset, named: "n",
      inputs: (0..<inputs).map { ValueID($0) }, outputs: [ValueID(100), ValueID(101)],
      attributes: attributes)
  }

  /// The outputs.
  func values(_ inputs: Value...) throws -> [Value] {
    try node.operation.evaluate(Evaluation(values: inputs, wanted: [true, true]))
      .compactMap { $0 }
  }

  /// The outputs that are tensors.
  func evaluate(_ inputs: Tensor...) throws -> [Tensor] {
    try node.operation.evaluate(
      Evaluation(values: inputs.map { .tensor($0) }, wanted: [true, true])
    ).compactMap { $0?.tensor }
  }
}

extension Tensor {
  var texts: [String]? { if case .string(let x) = elements { Array(x) } else { nil } }
}
