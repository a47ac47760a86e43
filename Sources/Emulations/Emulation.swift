package import Graphs

/// A way in which a runtime may come to other results than an operator's own: an operator made out
/// of an operator.
package struct Emulation: Sendable {
  /// Whether the other results are wrong.
  package enum Nature: String, Sendable, Codable, CaseIterable {
    case fault
    /// Another order of summation, another width of an inner step …: results that the standard allows.
    case legitimate
  }

  package let kind: EmulationKind
  /// What of the node it is about, such as an attribute's name; `nil` where there is one of the kind.
  package let detail: String?
  private let change: Change

  init(_ kind: EmulationKind, _ detail: String?, _ change: @escaping Change) {
    self.kind = kind
    self.detail = detail
    self.change = change
  }

  /// `tf32-products`, `ignored-attribute:pads`.
  package var name: String { kind.name + (detail.map { ":\($0)" } ?? "") }
  package var nature: Nature { kind.nature }

  /// Whether it does what a runtime says of itself that takes subnormal numbers for zero.
  package var flushesSubnormals: Bool { kind.name == Self.flushing }
  static let flushing = "subnormals-flushed"

  /// The operator as the emulation has it, in a node's place.
  ///
  /// Its evaluation throws ``inapplicable`` where the values at hand leave the emulation nothing to do.
  package func applied(to operation: any Operator) -> any Operator {
    EmulatedOperator(operation, change)
  }

  /// The same, where each evaluation asks first whether it is one to emulate.
  package func applied(
    to operation: any Operator, when isDue: @escaping @Sendable () -> Bool
  ) -> any Operator {
    EmulatedOperator(operation) { [change] operation, inputs in
      isDue() ? try change(operation, inputs) : try operation.evaluate(inputs)
    }
  }

  /// The graph with one of its nodes emulated.
  package func applied(to graph: Graph, node index: Int) -> Graph {
    var changed = graph
    changed.nodes[index].operation = applied(to: graph.nodes[index].operation)
    return changed
  }

  /// What an emulation throws that has nothing to do with the values at hand: integers where it
  /// changes floats, one axis where it swaps two.
  package static let inapplicable = OperatorError.unsupported("the emulation of these values")
}
