package import Graphs
internal import Runtimes
package import Tensors

/// A graph evaluated at once by the interpreter's own steps.
package struct GraphEvaluation: Sendable {
  private let graph: Graph
  private let runner: PlanRunner

  package init(_ graph: Graph, _ precision: Precision = .native) {
    self.graph = graph
    runner = PlanRunner(precision: precision)
  }

  /// - Throws: the first node that can't be evaluated.
  package func outputs(_ inputs: [Value?]) throws(NodeError) -> [Value?] {
    let plan = Plan(graph)
    let settled = try plan.settle(
      for: inputs, within: runner.budget, evaluatingIn: runner.precision)
    return try runner.run(plan, plan.frame(inputs), as: settled)
  }
}
