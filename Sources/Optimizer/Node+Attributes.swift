import Graphs

extension Node {
  /// An attribute that the node gives or its schema gives for it; `nil` where the revision in force
  /// has no such attribute or no default.
  func attribute<V: AttributeDecodable>(_ name: String, as type: V.Type = V.self) -> V? {
    guard let declaration = revision?.attributes.first(where: { $0.name == name }) else {
      return nil
    }
    return (attributes[name] ?? declaration.defaultValue).flatMap(V.init)
  }

  var traits: OperatorTraits { type(of: operation).traits }

  /// Input `position`; `nil` where it is absent.
  func input(_ position: Int) -> ValueID? {
    inputs.indices.contains(position) ? inputs[position] : nil
  }

  /// Whether the node names an output besides the first.
  var hasFurtherOutputs: Bool { outputs.dropFirst().contains { $0 != nil } }

  /// The node under the same revision with other inputs and attributes; `nil` where its operator
  /// does not take them.
  func replacing(
    inputs: [ValueID?]? = nil, attributes changes: [String: AttributeValue]
  ) -> Node? {
    guard let revision else { return nil }
    return try? Node(
      type(of: operation), revision, named: name, inputs: inputs ?? self.inputs, outputs: outputs,
      attributes: attributes.merging(changes) { $1 })
  }
}

extension AttributeValue {
  static func ints(_ values: [Int]) -> AttributeValue { .ints(values.map { Int64($0) }) }
}
