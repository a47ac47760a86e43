import Graphs
import Tensors

/// With simpler numbers: zeros, ones, the first number everywhere, small integers; then with zeros in
/// stretches, and integers here and there. Weights that have to stay many become noise of a seed.
struct ValueStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    for place in start.tensorPlaces {
      for number in start.tensors(at: place).indices where !trials.isOver {
        best = await simplified(best, place, number, trials)
      }
    }
    return best
  }

  private func simplified(
    _ start: FedGraph, _ place: TensorPlace, _ number: Int, _ trials: Trials
  ) async -> FedGraph {
    var best = start
    for candidate in start.tensors(at: place)[number].simpler {
      if let next = await accepted(candidate, in: best, place, number, trials) {
        best = next
        break
      }
    }
    guard best.tensors(at: place)[number].count <= Tensor.mostSingled else { return best }
    for length in Self.halves(of: best.tensors(at: place)[number].count) {
      for first in stride(from: 0, to: best.tensors(at: place)[number].count, by: length) {
        for candidate in best.tensors(at: place)[number].simpler(first, length) {
          if let next = await accepted(candidate, in: best, place, number, trials) {
            best = next
            break
          }
        }
      }
    }
    return best
  }

  private func accepted(
    _ candidate: Tensor, in fed: FedGraph, _ place: TensorPlace, _ number: Int, _ trials: Trials
  ) async -> FedGraph? {
    var tensors = fed.tensors(at: place)
    guard candidate.restlessness < tensors[number].restlessness else { return nil }
    tensors[number] = candidate
    let trial = fed.replacing(tensors, at: place)
    return await trials.accept(trial) ? trial : nil
  }

  /// Lengths of stretches, down to 1.
  private static func halves(of count: Int) -> [Int] {
    sequence(first: count / 2) { $0 / 2 }.prefix { $0 > 0 }.map { $0 }
  }
}
