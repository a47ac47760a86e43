import Tensors

/// An operator's error with the node it happened in: the innermost one, where bodies are around it.
package struct NodeError: Error, Sendable, Equatable, CustomStringConvertible {
  package let node: String
  /// The operator and the revision in force, such as `Softmax-13`.
  package let operation: String
  package let reason: OperatorError
  /// The bodies around the node, from the inside out: ` in body 'then' of If-21 'choice'`.
  private let surroundings: [String]

  package init(_ node: Node, _ reason: OperatorError) {
    self.init(node: node.name, operation: "\(node.operatorName)-\(node.opset)", reason)
  }

  /// The error of a node whose operator could not be made.
  package init(node: String, operation: String, _ reason: OperatorError) {
    if case .body(let body, let inner) = reason {
      self.node = inner.node
      self.operation = inner.operation
      self.reason = inner.reason
      surroundings =
        inner.surroundings
        + [" in body '\(body.onOneLine)' of \(operation) '\(node.onOneLine)'"]
    } else {
      self.node = node
      self.operation = operation
      self.reason = reason
      surroundings = []
    }
  }

  package var description: String { "\(place): \(reason)" }

  /// The node and the bodies around it.
  package var place: String { "\(operation) '\(node.onOneLine)'\(path)" }

  /// Bodies deep inside each other are counted rather than named.
  private var path: String {
    let most = 3
    guard surroundings.count > most, let outermost = surroundings.last else {
      return surroundings.joined()
    }
    let left = surroundings.count - most
    return surroundings.prefix(most - 1).joined()
      + " in \(left) more \(left == 1 ? "body" : "bodies")" + outermost
  }
}
