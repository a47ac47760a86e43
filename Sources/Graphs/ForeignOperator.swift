package import Tensors

/// An operator that this program does not do: its node stands in the graph as the file has it.
///
/// Nothing is known of what it makes but what the model declares, so it is neither folded nor shared nor
/// removed.
package struct ForeignOperator: Operator {
  package static let schema = OperatorSchema(
    "Foreign", domain: "wonnx",
    inputs: [.variadic("inputs", "V", minimum: 0, isHomogeneous: false)],
    outputs: [.variadic("outputs", "V", minimum: 0, isHomogeneous: false)], history: [.since(1)])
  package static let tolerance = Tolerance.exact
  package static let isDeterministic = false

  package let title: OperatorTitle
  /// What is not supported, as a sentence begins.
  package let reason: String
  package let bodies: [Graph]

  package init(_ title: OperatorTitle, because reason: String, bodies: [Graph]) {
    self.title = title
    self.reason = reason
    self.bodies = bodies
  }

  package init(_ node: NodeReader) throws(OperatorError) {
    throw .unsupported("a foreign operator by its attributes")
  }

  package func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [] }

  package func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    throw .unsupported(reason)
  }
}

extension Node {
  /// A node of an operator that this program does not do.
  package init(
    foreign title: OperatorTitle, because reason: String, named name: String, opset: Int,
    inputs: [ValueID?], outputs: [ValueID?], attributes: [String: AttributeValue]
  ) {
    self.init(
      name: name, operation: ForeignOperator(title, because: reason, bodies: []),
      attributes: attributes, opset: opset, inputs: inputs, outputs: outputs)
    operation = ForeignOperator(title, because: reason, bodies: bodies)
  }

  /// Whether this program does not do the operator.
  package var isForeign: Bool { operation is ForeignOperator }
}
