import Graphs
import Tensors

/// Without nodes: whole stretches of them first, then one by one; their values are fed. Then with
/// nodes' inputs in the place of outputs of the same type.
struct NodeStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    await bypassed(await fed(start, trials), trials)
  }

  private func fed(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    guard start.graph.nodes.count > 1, let known = await trials.values(start) else { return start }
    var best = start
    var length = start.graph.nodes.count / 2
    while length >= 1 {
      var place = 0
      while place < best.graph.nodes.count, best.graph.nodes.count > 1 {
        let end = min(place + length, best.graph.nodes.count)
        let trial = best.feeding(best.graph.nodes[place..<end], known)
        if let trial, await trials.accept(trial) {
          best = trial
        } else {
          place = end
        }
      }
      length /= 2
    }
    return best
  }

  private func bypassed(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    for outputs in start.graph.nodes.map(\.outputs) {
      guard best.graph.nodes.count > 1, let known = await trials.values(best)?.first,
        let node = best.graph.nodes.first(where: { $0.outputs == outputs })
      else { continue }
      for trial in best.bypassing(node, types(best, known)) where await trials.accept(trial) {
        best = trial
        break
      }
    }
    return best
  }

  private func types(_ fed: FedGraph, _ known: [ValueID: Value]) -> [ValueID: ValueType] {
    let given = zip(fed.graph.inputs, fed.sets.first ?? [])
    return known.merging(fed.graph.constants) { $1 }.merging(given) { $1 }
      .mapValues(ValueType.init(of:))
  }
}

extension FedGraph {
  /// Without a node, an input of which stands for its output; one a pair of equal types.
  fileprivate func bypassing(_ node: Node, _ types: [ValueID: ValueType]) -> [FedGraph] {
    graph.bypassing(node, types).compactMap { changed in
      let made = Set(changed.nodes.flatMap { $0.outputs.compactMap { $0 } })
      guard changed.outputs.allSatisfy(made.contains) else { return nil }
      var trial = self
      trial.graph = changed
      return trial.keeping(changed.outputs)
    }
  }
}

extension Graph {
  /// Without a node, an input of which stands for its output; one a pair of equal types.
  func bypassing(_ node: Node, _ types: [ValueID: ValueType]) -> [Graph] {
    var results: [Graph] = []
    for output in node.outputs.compactMap({ $0 }) {
      for input in node.inputs.compactMap({ $0 }) where types[input] != nil {
        guard types[input] == types[output] else { continue }
        var graph = self
        graph.nodes.removeAll { $0.outputs == node.outputs }
        if let changed = graph.substituting([output: input]) { results.append(changed) }
      }
    }
    return results
  }
}
