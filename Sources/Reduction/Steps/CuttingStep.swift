import Graphs

/// Without the nodes after the earliest place at which it shows, found by halving; then with the nodes
/// before some place replaced by their values, as late a place as shows it.
struct CuttingStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    await withoutHead(await withoutTail(start, trials), trials)
  }

  private func withoutTail(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    var (low, high) = (0, start.graph.nodes.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      let trial = start.keeping(start.graph.frontier(after: middle))
      if await trials.accept(trial) { (high, best) = (middle, trial) } else { low = middle }
    }
    return await OutputStep().smaller(best, trials)
  }

  private func withoutHead(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    guard start.graph.nodes.count > 1, let known = await trials.values(start) else { return start }
    var best = start
    var (low, high) = (0, start.graph.nodes.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      let trial = start.feeding(start.graph.nodes[..<middle], known)
      if let trial, await trials.accept(trial) {
        (low, best) = (middle, trial)
      } else {
        high = middle
      }
    }
    return best
  }
}
