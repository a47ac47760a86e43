import Graphs

/// Without attributes that need not be given.
struct AttributeStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    for place in start.graph.nodes.indices {
      for name in start.graph.nodes[place].attributes.keys.sorted() {
        guard let node = best.graph.nodes[place].without(name) else { continue }
        var trial = best
        trial.graph.nodes[place] = node
        if await trials.accept(trial) { best = trial }
      }
    }
    return best
  }
}

extension Node {
  /// `nil` where the operator does not do without it.
  fileprivate func without(_ attribute: String) -> Node? {
    guard bodies.isEmpty, !isForeign, let revision else { return nil }
    var rest = attributes
    rest[attribute] = nil
    return try? Node(
      type(of: operation), revision, named: name, inputs: inputs, outputs: outputs,
      attributes: rest)
  }
}
