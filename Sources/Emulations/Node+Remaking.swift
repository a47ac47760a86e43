import Graphs

extension Node {
  /// The node's operator with an attribute of another value; `nil` takes it away.
  ///
  /// `nil` where the operator takes no such value.
  func remade(_ name: String, as value: AttributeValue?) -> (any Operator)? {
    guard revision != nil else { return nil }
    var changed = attributes
    changed[name] = value
    return (try? replacing(attributes: changed))?.operation
  }

  /// An attribute's value: the one that is given, or the default.
  func value(of name: String) -> AttributeValue? {
    attributes[name] ?? declaration(of: name)?.defaultValue
  }

  func integer(_ name: String) -> Int? { value(of: name).flatMap(Int.init) }
  func integers(_ name: String) -> [Int]? { value(of: name).flatMap([Int].init) }
  func float(_ name: String) -> Float? { value(of: name).flatMap(Float.init) }
  func word(_ name: String) -> String? { value(of: name).flatMap(String.init) }

  func declaration(of name: String) -> AttributeDeclaration? {
    revision?.attributes.first { $0.name == name }
  }

  /// Whether the node is one of these operators of ONNX's own domain.
  func isNamed(_ names: Set<String>) -> Bool { domain.isEmpty && names.contains(operatorName) }

  /// The names of the formal inputs that the node gives.
  func formal(_ index: Int) -> OperatorSchema.Formal? { revision?.input(index) }
}

/// An evaluation by another operator than the node's.
func by(_ operation: any Operator) -> Change {
  { _, inputs in try operation.results(of: inputs) }
}
