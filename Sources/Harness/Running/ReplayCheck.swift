internal import Graphs
internal import Runtimes
internal import Tensors

/// Runs a data set again in the same prepared graph, as programs that use a runtime do: the answer
/// has to have the first one's bits.
struct ReplayCheck {
  /// None where the graph draws random numbers, or the runtime does not promise equal answers.
  let count: Int
  private let model: ModelInterface

  /// - Parameter graph: `nil` where it could not be made; then the operators' names decide.
  init(
    _ runtime: any Runtime, _ graph: Graph?, _ model: ModelInterface, _ facets: CaseFacets,
    count: Int
  ) {
    self.model = model
    let draws = graph?.drawsRandomNumbers ?? facets.namesRandomOperators
    self.count = runtime.isDeterministic && !draws ? count : 0
  }

  /// - Parameter seconds: takes the time of each repetition.
  func run(
    _ prepared: any PreparedGraph, _ feeds: Feeds, first: [Value], seconds: inout [Double]
  ) async throws(CaseFailure) {
    let clock = ContinuousClock()
    for number in 0..<count {
      let start = clock.now
      let outputs: [Value]
      do { outputs = try await prepared.run(feeds.inputs).outputs } catch {
        let failure = CaseFailure(error, in: .dispatch)
        throw CaseFailure(
          failure.status, "run \(number + 2) of the prepared graph: \(failure.reason)")
      }
      seconds[number] += (clock.now - start).seconds
      if let mismatch = difference(of: outputs, from: first, run: number + 2) {
        throw CaseFailure(mismatch)
      }
    }
  }

  private func difference(of outputs: [Value], from first: [Value], run: Int) -> Mismatch? {
    let place = zip(outputs, first).enumerated().first { !$0.element.0.hasBits(of: $0.element.1) }
    guard outputs.count == first.count else {
      return Mismatch(
        cause: .replay,
        reason: "run \(run) of the prepared graph gave \(outputs.count) outputs, the first "
          + "\(first.count)")
    }
    return place.map { place in
      Mismatch(
        cause: .replay,
        reason: "output '\(model.outputName(place.offset))' has other bits in run \(run) of the "
          + "prepared graph than in the first, with the same inputs")
    }
  }
}

extension CaseFacets {
  fileprivate var namesRandomOperators: Bool {
    operators.contains {
      $0.hasPrefix("Random") || ["Bernoulli", "Multinomial", "Dropout"].contains($0)
    }
  }
}
