/// A body of a sample's node: steps over named values, written under the case's opset.
///
/// It may read the values around it: `around0`, `around1` … are those of ``Sample/around(_:)``.
package struct SampleBody: Sendable {
  /// A value's name, and a constraint of the node, or the type of one number as schemas spell it.
  package struct Formal: Sendable {
    package let name: String
    package let type: String
  }

  /// A node of one of ai.onnx's operators.
  package struct Step: Sendable {
    package let operation: String
    package let inputs: [String]
    package let outputs: [String]
    package let attributes: [String: AttributeValue]
  }

  package let inputs: [Formal]
  package let outputs: [Formal]
  package private(set) var steps: [Step] = []

  package init(
    _ inputs: KeyValuePairs<String, String> = [:], to outputs: KeyValuePairs<String, String>
  ) {
    self.inputs = inputs.map { Formal(name: $0, type: $1) }
    self.outputs = outputs.map { Formal(name: $0, type: $1) }
  }

  /// The same with a node more at its end.
  package func then(
    _ operation: String, _ inputs: String..., to output: String,
    _ attributes: [String: AttributeValue] = [:]
  ) -> Self {
    var body = self
    body.steps.append(
      Step(operation: operation, inputs: inputs, outputs: [output], attributes: attributes))
    return body
  }
}
