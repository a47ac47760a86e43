import Graphs
import Tensors

/// Makes a graph that shows something smaller, for as long as it shows it. What is left is a local
/// minimum: no one step makes it smaller.
package struct GraphShrinking: Sendable {
  private let trials: Trials

  package init(_ trials: Trials) { self.trials = trials }

  private static let steps: [any ShrinkingStep] = [
    DataSetStep(), OutputStep(), CuttingStep(), NodeStep(), InliningStep(), BodyNodeStep(),
    InputStep(), AttributeStep(), ExtentStep(), ValueStep(),
  ]

  package func smallest(of start: FedGraph) async -> FedGraph {
    var best = await loosened(start)
    var size = GraphSize(best)
    while true {
      for step in Self.steps where !trials.isOver { best = await step.smaller(best, trials) }
      let next = GraphSize(best)
      guard next < size else { break }
      size = next
    }
    return await NoiseStep().smaller(best, trials)
  }

  /// Without declared extents, of which smaller ones would be none.
  private func loosened(_ start: FedGraph) async -> FedGraph {
    for keepsSymbols in [false, true] {
      let trial = start.loosened(keepsSymbols: keepsSymbols)
      if await trials.accept(trial) { return trial }
    }
    return start
  }
}

/// One way of making a graph smaller.
protocol ShrinkingStep: Sendable {
  /// The graph, or a smaller one that shows it too.
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph
}

/// What shrinking makes less, the most important first.
private struct GraphSize: Comparable {
  private let numbers: [Int]

  init(_ fed: FedGraph) {
    let graph = fed.graph
    let given = graph.nodes.reduce(0) { $0 + $1.inputs.count { $0 != nil } + $1.attributes.count }
    let tensors = fed.sets.flatMap { $0 } + Array(graph.constants.values)
    numbers = [
      graph.totalNodeCount, fed.sets.count, graph.outputs.count, graph.inputs.count, given,
      fed.elementCount, tensors.reduce(0) { $0 + ($1.tensor?.restlessness ?? 0) },
    ]
  }

  static func < (a: Self, b: Self) -> Bool { a.numbers.lexicographicallyPrecedes(b.numbers) }
}
