import Graphs

extension Node {
  /// `nil` where the operator does not do with these attributes.
  func shrunk(to attributes: [String: AttributeValue]) -> Node? {
    guard bodies.isEmpty, !isForeign, revision != nil else { return nil }
    return try? replacing(attributes: attributes)
  }
}
