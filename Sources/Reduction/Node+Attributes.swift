import Graphs

extension Node {
  /// `nil` where the operator does not do with these attributes.
  func replacing(attributes: [String: AttributeValue]) -> Node? {
    guard bodies.isEmpty, !isForeign, let revision else { return nil }
    return try? Node(
      type(of: operation), revision, named: name, inputs: inputs, outputs: outputs,
      attributes: attributes)
  }
}
