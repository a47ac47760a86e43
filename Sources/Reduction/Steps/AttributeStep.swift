import Graphs

/// Without attributes that need not be given.
struct AttributeStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    for place in start.graph.nodes.indices {
      for name in start.graph.nodes[place].attributes.keys.sorted() {
        var rest = best.graph.nodes[place].attributes
        rest[name] = nil
        guard let node = best.graph.nodes[place].shrunk(to: rest) else { continue }
        var trial = best
        trial.graph.nodes[place] = node
        if await trials.accept(trial) { best = trial }
      }
    }
    return best
  }
}
