package import Graphs

/// A case's graph with one planted change, such as a fault of one node.
package struct Mutant: Sendable {
  /// The changed node's operator, such as `Conv` or `ai.onnx.ml.Scaler`.
  package let operation: String
  /// What was planted, such as `ignored-attribute:pads`.
  package let emulation: String
  /// Whether results are wrong that differ from the graph's own.
  package let isFault: Bool
  /// Whether it takes subnormal numbers for zero, and says so.
  package let flushesSubnormals: Bool
  package let graph: Graph

  package init(
    operation: String, emulation: String, isFault: Bool, flushesSubnormals: Bool = false,
    graph: Graph
  ) {
    self.operation = operation
    self.emulation = emulation
    self.isFault = isFault
    self.flushesSubnormals = flushesSubnormals
    self.graph = graph
  }
}

/// What came of a mutant in one case.
package struct MutantTrial: Sendable, Hashable {
  package enum Outcome: Sendable, Hashable {
    /// The change has nothing to do with the case's values, or what it made could not run.
    case inapplicable
    /// The outputs are those of the graph itself.
    case unchanged
    /// Other outputs, which no judge objects to.
    case accepted
    /// Other outputs, and the judges that object, with the first one's reason.
    case rejected(by: Set<MutantJudgement.Judge>, String)
  }
  package let operation: String
  package let emulation: String
  package let isFault: Bool
  package let outcome: Outcome

  package init(_ mutant: Mutant, _ outcome: Outcome) {
    operation = mutant.operation
    emulation = mutant.emulation
    isFault = mutant.isFault
    self.outcome = outcome
  }

  /// Whether the mutant's outputs are others.
  package var isChanged: Bool {
    switch outcome {
    case .accepted, .rejected: true
    case .inapplicable, .unchanged: false
    }
  }

  /// The judges that object.
  package var rejections: Set<MutantJudgement.Judge> {
    if case .rejected(let judges, _) = outcome { judges } else { [] }
  }
}
