import Graphs
import Tensors

/// The nodes of a graph that read constants alone, evaluated once for all runs.
struct Prologue: Sendable {
  /// Tensors that the rest of the graph reads.
  private(set) var values: [ValueID: Value] = [:]
  /// For each node, whether runs pass over it.
  private(set) var isDone: [Bool]
  /// Inputs whose defaults were taken: a run that gives one of them evaluates every node.
  private(set) var assumed: Set<ValueID> = []

  /// Evaluates until the tensors fill `byteLimit`. A node that can't be evaluated stays, so that
  /// runs tell why; so do nodes with bodies and those that draw random numbers.
  init(_ graph: Graph, _ evaluator: GraphEvaluator, byteLimit: Int) {
    isDone = graph.nodes.map { _ in false }
    let inputs = Set(graph.inputs)
    var known = graph.constants
    var byteCount = 0
    for (index, node) in graph.nodes.enumerated() {
      guard !Task.isCancelled else { break }
      guard node.isRepeatable, node.inputs.allSatisfy({ $0.map { known[$0] != nil } ?? true }),
        let outputs = try? evaluator.evaluate(node, in: known)
      else { continue }
      let bytes = outputs.reduce(0) { $0 + ($1?.tensor?.byteCount ?? 0) }
      guard byteCount + bytes <= byteLimit, outputs.allSatisfy({ $0?.tensor != nil || $0 == nil })
      else { continue }
      byteCount += bytes
      isDone[index] = true
      assumed.formUnion(node.inputs.compactMap { $0 }.filter(inputs.contains))
      for (id, value) in zip(node.outputs, outputs) {
        guard let id, let value else { continue }
        known[id] = value
        values[id] = value
      }
    }
    let kept = zip(graph.nodes, isDone).filter { !$1 }.flatMap { $0.0.reads } + graph.outputs
    let needed = Set(kept)
    values = values.filter { needed.contains($0.key) }
  }
}

extension Node {
  /// Whether the outputs are the same in every run with the same inputs, whatever is around.
  fileprivate var isRepeatable: Bool {
    operation.bodies.isEmpty && type(of: operation).tolerance != .statistical
  }
}
