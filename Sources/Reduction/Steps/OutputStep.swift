import Graphs

/// The first output alone that shows it; else without those that it does not take.
struct OutputStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start.keeping(start.graph.outputs)
    guard best.graph.outputs.count > 1 else { return best }
    for output in best.graph.outputs {
      let trial = best.keeping([output])
      if await trials.accept(trial) { return trial }
    }
    for output in best.graph.outputs where best.graph.outputs.count > 1 {
      let trial = best.keeping(best.graph.outputs.filter { $0 != output })
      if await trials.accept(trial) { best = trial }
    }
    return best
  }
}
