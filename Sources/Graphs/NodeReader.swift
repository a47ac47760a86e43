/// A node's attributes under the revision in force, as an operator's `init` reads them.
package struct NodeReader: Sendable {
  /// The opset of the model, not of the revision.
  package let opset: Int
  package let revision: OperatorSchema.Revision
  /// How many inputs the node names, absent ones included.
  package let inputCount: Int
  package let outputCount: Int
  private let given: [String: AttributeValue]

  package init(
    opset: Int, revision: OperatorSchema.Revision, inputCount: Int, outputCount: Int,
    given: [String: AttributeValue]
  ) throws(OperatorError) {
    self.opset = opset
    self.revision = revision
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.given = given
    for declaration in revision.attributes {
      guard let value = given[declaration.name] else {
        if declaration.isRequired { throw .missingAttribute(declaration.name) }
        continue
      }
      // An empty list carries no type in some exporters' files.
      guard value.type == declaration.type else {
        throw .attribute(
          declaration.name, found: "of type \(value.type)", expected: "\(declaration.type)")
      }
    }
  }

  /// A required attribute's value, or one with a default.
  package subscript<V>(key: AttributeKey<V>) -> V {
    get throws(OperatorError) {
      guard let value = self[ifPresent: key] else { throw .missingAttribute(key.name) }
      return value
    }
  }

  /// The value given or the schema's default; `nil` when there is neither, or the revision in force
  /// has no such attribute.
  package subscript<V>(ifPresent key: AttributeKey<V>) -> V? {
    guard let declaration = revision.attributes.first(where: { $0.name == key.name }) else {
      return nil
    }
    return (given[key.name] ?? declaration.defaultValue).flatMap(V.init)
  }

  /// Whether the node itself gives the attribute.
  package func gives(_ name: String) -> Bool { given[name] != nil }
}
