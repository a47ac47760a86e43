import Graphs
import Operators
import Tensors

/// With bodies in the place of the nodes that run them: a branch of an If, a function's nodes, and one
/// iteration of a Loop or Scan, what it carries being fed.
struct InliningStep: ShrinkingStep {
  func smaller(_ start: FedGraph, _ trials: Trials) async -> FedGraph {
    var best = start
    var place = 0
    next: while place < best.graph.nodes.count {
      for trial in await bodies(of: place, in: best, trials) where await trials.accept(trial) {
        best = trial
        continue next
      }
      place += 1
    }
    return best
  }

  private func bodies(
    of place: Int, in fed: FedGraph, _ trials: Trials
  ) async -> [FedGraph] {
    let node = fed.graph.nodes[place]
    if node.operation is FunctionCall {
      guard let body = node.bodies.first else { return [] }
      return [fed.inlining(body, at: place, taking: node.inputs, giving: node.outputs)]
        .compactMap { $0 }
    }
    guard node.domain.isEmpty else { return [] }
    switch node.operatorName {
    case "If":
      return node.bodies.compactMap {
        fed.inlining($0, at: place, taking: [], giving: node.outputs)
      }
    case "Loop", "Scan":
      guard let iterations = Iterations(of: place, in: fed, await trials.values(fed)) else {
        return []
      }
      var results: [FedGraph] = []
      for number in iterations.worthTrying {
        guard let trial = await iterations.inlining(number, trials) else { continue }
        results.append(trial)
      }
      return results
    default: return []
    }
  }
}

extension FedGraph {
  /// With a body's nodes in the place of the node that runs it.
  ///
  /// - Parameters:
  ///   - arguments: one an input of the body; an input without one stays free.
  ///   - results: of the node, one an output of the body; `nil` is one that nobody reads.
  /// - Returns: `nil` where an output would be none that a node makes.
  func inlining(
    _ body: Graph, at place: Int, taking arguments: [ValueID?], giving results: [ValueID?]
  ) -> FedGraph? {
    var trial = self
    trial.graph.nodes.replaceSubrange(place...place, with: body.nodes)
    trial.graph.constants.merge(body.constants) { own, _ in own }
    trial.graph.types.merge(body.types) { own, _ in own }
    trial.graph.names.merge(body.names) { own, _ in own }
    var others: [ValueID: ValueID] = [:]
    for (formal, argument) in zip(body.inputs, arguments) { others[formal] = argument }
    for (result, value) in zip(results, body.outputs) {
      if let result { others[result] = others[value] ?? value }
    }
    guard let graph = trial.graph.substituting(others) else { return nil }
    let made = Set(graph.nodes.flatMap { $0.outputs.compactMap { $0 } })
    guard graph.outputs.allSatisfy(made.contains) else { return nil }
    trial.graph = graph
    return trial.keeping(graph.outputs)
  }
}
