import Graphs
import Interpreter
import Runtimes
import Tensors

/// Two runtimes that are held against each other.
package struct PairTrial: Sendable {
  private let runners: [any GraphRunner]
  private let nearness: Nearness?
  /// Where graphs lie as files.
  private let scratch: String

  /// - Parameters:
  ///   - nearness: `nil` asks for bits where both runtimes promise them, and else for the usual.
  ///   - scratch: a folder of this reduction alone.
  package init(
    _ first: any GraphRunner, _ second: any GraphRunner, nearness: Nearness? = nil, scratch: String
  ) {
    runners = [first, second]
    self.nearness = nearness
    self.scratch = scratch
  }

  package var names: [String] { runners.map(\.name) }

  /// What both make of a graph; `nil` where it has no form in a file.
  package func outcomes(of fed: FedGraph) async -> [RunOutcome]? {
    guard let files = try? TrialFiles(fed, in: scratch) else { return nil }
    var outcomes: [RunOutcome] = []
    for runner in runners { outcomes.append(await runner.outcome(of: files)) }
    return outcomes
  }

  /// The first difference between the two outcomes.
  package func symptom(of outcomes: [RunOutcome]) -> FoundSymptom? {
    let isExact = outcomes.allSatisfy { outcome in
      if case .values(_, let isExact) = outcome { isExact } else { true }
    }
    let own = isExact && runners.allSatisfy(\.isReproducible)
    return FoundSymptom.between(
      outcomes[0], outcomes[1], names: names, nearness ?? (own ? .bits : .usual))
  }

  package func symptom(of fed: FedGraph) async -> FoundSymptom? {
    await outcomes(of: fed).flatMap { symptom(of: $0) }
  }

  /// What one of the two gives that depends on the runs before it: both run the data sets, each by itself,
  /// then one after the other. Graphs that draw random numbers are left alone.
  package func staleness(of fed: FedGraph, sides: Range<Int> = 0..<2) async -> StaleRun? {
    guard fed.sets.count > 1, !fed.graph.drawsRandomNumbers,
      let files = try? TrialFiles(fed, in: scratch)
    else { return nil }
    for side in sides {
      guard let alone = await runners[side].outcome(of: files).values,
        let sentence = await runners[side].staleness(of: files, alone: alone)
      else { continue }
      return StaleRun(side: side, alone: alone, sentence: sentence)
    }
    return nil
  }

  /// What nodes give, by which they can be cut away: by the interpreter, or where that does not run the
  /// graph by the first of the two runtimes that gives all of it as outputs.
  package func values(of fed: FedGraph) async -> KnownValues? {
    if let known = await NodeValues.of(fed) { return known }
    let all = fed.markingAll
    guard let files = try? TrialFiles(all, in: scratch) else { return nil }
    for runner in runners {
      guard let sets = await runner.outcome(of: files).values else { continue }
      return sets.map {
        Dictionary(zip(all.graph.outputs, $0), uniquingKeysWith: { first, _ in first })
      }
    }
    return nil
  }

  /// Whether a graph shows a symptom.
  package func shows(_ symptom: Symptom, _ fed: FedGraph) async -> Bool {
    if symptom.kind == .stale, let side = symptom.side {
      return await staleness(of: fed, sides: side..<side + 1) != nil
    }
    guard let found = await self.symptom(of: fed) else { return false }
    return symptom.isShown(by: found.symptom)
  }
}

/// What nodes give, by the interpreter.
package enum NodeValues {
  /// Of each data set the values of all nodes; `nil` where the graph does not run.
  package static func of(_ fed: FedGraph) async -> KnownValues? {
    let all = fed.markingAll.graph
    guard let prepared = try? await Interpreter().prepare(all) else { return nil }
    var known: KnownValues = []
    for inputs in fed.sets {
      guard let result = try? await prepared.run(inputs) else { return nil }
      known.append(
        Dictionary(zip(all.outputs, result.outputs), uniquingKeysWith: { first, _ in first }))
    }
    return known
  }
}

extension FedGraph {
  /// With all that nodes make as outputs.
  fileprivate var markingAll: FedGraph {
    var all = self
    all.graph.outputs = graph.nodes.flatMap(\.outputs).compactMap { $0 }
    return all
  }
}
