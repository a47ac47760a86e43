import GeneratedCases
import Graphs
import Tensors

/// With noise of a seed, of the same mean and spread, for the weights that had to stay many: what is
/// passed on then says nothing of somebody's training.
struct NoiseStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    for id in start.graph.constants.keys.sorted() {
      guard let tensor = best.graph.constants[id]?.tensor, tensor.count > Tensor.mostSingled,
        let noise = tensor.noise(named: best.graph.names[id] ?? "\(id.index)")
      else { continue }
      let trial = best.replacing([noise], at: .constant(id))
      if await trials.accept(trial) { best = trial }
    }
    return best
  }
}

extension Tensor {
  /// `nil` of what has no floats, or the same ones everywhere.
  fileprivate func noise(named name: String) -> Tensor? {
    guard dtype.isFloat, let numbers = doubles, let first = numbers.first,
      numbers.contains(where: { $0 != first })
    else { return nil }
    let finite = numbers.filter(\.isFinite)
    let count = Double(Swift.max(finite.count, 1))
    let mean = finite.reduce(0, +) / count
    let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    var random = Randomness("noise \(name)")
    let noise = numbers.map { _ in mean + variance.squareRoot() * random.normal() }
    return Tensor(dtype, shape, repeating: noise)
  }
}
