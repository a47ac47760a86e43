/// One data set alone where one shows it; else without those that it does not take.
struct DataSetStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    guard start.sets.count > 1 else { return start }
    for set in start.sets {
      let trial = FedGraph(graph: start.graph, sets: [set])
      if await trials.accept(trial) { return trial }
    }
    var best = start
    for place in start.sets.indices.reversed() where best.sets.count > 1 {
      var trial = best
      trial.sets.remove(at: place)
      if await trials.accept(trial) { best = trial }
    }
    return best
  }
}
