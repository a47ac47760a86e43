/// What an optimisation did, step by step.
package struct OptimizationTrace: Sendable {
  /// One edit.
  package struct Step: Sendable {
    package let pass: String
    package let round: Int
    /// The graph's name; a body's where a body was changed.
    package let graph: String
    package let reason: String
    package let effect: Effect
    /// Nodes, as `Operator 'name'`.
    package let removed: [String]
    package let added: [String]
  }

  package internal(set) var steps: [Step] = []
  /// Nodes that no pass touches, for nothing is known of their operators: `domain.Operator 'name'`.
  package internal(set) var foreign: [String] = []
  /// Nodes, those of bodies included.
  package internal(set) var nodeCountBefore = 0
  package internal(set) var nodeCountAfter = 0

  package init() {}

  /// How many edits each pass made, by name.
  package var counts: [(pass: String, count: Int)] {
    Dictionary(steps.map { ($0.pass, 1) }, uniquingKeysWith: +)
      .sorted { $0.key < $1.key }
      .map { (pass: $0.key, count: $0.value) }
  }

  /// Whether every pass that changed something keeps every bit.
  package var isExact: Bool { steps.allSatisfy { $0.effect == .exact } }
}
