import Graphs
import Tensors

/// Without what nodes need not be given, and with one input for two of the same type.
struct InputStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    await merged(await omitting(start, trials), trials)
  }

  private func omitting(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    for node in start.graph.nodes.indices {
      for place in start.graph.nodes[node].inputs.indices.reversed() {
        guard best.graph.nodes[node].isOmissible(place) else { continue }
        var trial = best
        trial.graph.nodes[node] = best.graph.nodes[node].omitting(place)
        trial = trial.keeping(best.graph.outputs)
        // The nodes stay those that there are: each makes an output that somebody needs.
        guard trial.graph.nodes.count == best.graph.nodes.count else { continue }
        if await trials.accept(trial) { best = trial }
      }
    }
    return best
  }

  private func merged(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    for (place, id) in start.graph.inputs.enumerated().reversed() {
      for other in start.graph.inputs[..<place]
      where best.graph.types[id] == best.graph.types[other] {
        guard best.graph.inputs.contains(id), let graph = best.graph.substituting([id: other])
        else { continue }
        var trial = best
        trial.graph = graph
        trial = trial.keeping(best.graph.outputs)
        if await trials.accept(trial) {
          best = trial
          break
        }
      }
    }
    return best
  }
}

extension Node {
  /// Whether an input is given that the operator's schema does not ask for.
  fileprivate func isOmissible(_ place: Int) -> Bool {
    // Without the last one, absent ones before it are gone too.
    guard inputs.indices.contains(place), inputs[place] != nil,
      case .optional = revision?.input(place)?.arity
    else { return false }
    return true
  }

  /// Without an input; one that is last is not named.
  fileprivate func omitting(_ place: Int) -> Node {
    var node = self
    node.inputs[place] = nil
    while let last = node.inputs.last, last == nil { node.inputs.removeLast() }
    // Operators may read how many there are.
    return (try? node.replacing(bodies: node.bodies)) ?? node
  }
}
