package import Graphs
package import Tensors

/// Evaluates a graph's nodes one after the other, dropping each value after its last use.
package struct GraphEvaluator: Sendable {
  let precision: Precision
  let seed: UInt64

  package init(precision: Precision, seed: UInt64 = 0) {
    self.precision = precision
    self.seed = seed
  }

  /// - Parameters:
  ///   - passingOver: for each node, whether its outputs are in the environment already; `nil` says
  ///     that of none.
  ///   - environment: the values of the graph's inputs and constants, and for a body those of the
  ///     graphs around it.
  package func run(
    _ graph: Graph, lastReads: [[ValueID]], passingOver: [Bool]? = nil,
    in environment: [ValueID: Value]
  ) throws(NodeError) -> [Value?] {
    var values = environment
    for (index, node) in graph.nodes.enumerated() where passingOver?[index] != true {
      if Task.isCancelled { throw NodeError(node, .cancelled) }
      let outputs = try evaluate(node, in: values)
      for (id, value) in zip(node.outputs, outputs) {
        if let id, let value { values[id] = value }
      }
      for id in lastReads[index] { values[id] = nil }
    }
    return graph.outputs.map { values[$0] }
  }

  /// Evaluates one node.
  package func evaluate(
    _ node: Node, in values: [ValueID: Value]
  ) throws(NodeError) -> [Value?] {
    let evaluation = Evaluation(
      values: node.inputs.map { $0.flatMap { values[$0] } },
      wanted: node.outputs.map { $0 != nil }, precision: precision,
      seed: node.seed(in: seed),
      run: { (body, inputs) throws(OperatorError) in try run(body: body, inputs, in: values) })
    for (position, id) in node.inputs.enumerated() where id != nil {
      if evaluation.values[position] == nil { throw NodeError(node, .missingInput(position)) }
    }
    do {
      try NodeCheck.standard.check(node, evaluation)
      return try node.operation.evaluate(evaluation)
    } catch {
      throw NodeError(node, error)
    }
  }

  private func run(
    body: Graph, _ inputs: [Value?], in outer: [ValueID: Value]
  ) throws(OperatorError) -> [Value?] {
    var environment = outer
    environment.merge(body.constants) { $1 }
    for (id, value) in zip(body.inputs, inputs) { environment[id] = value }
    do {
      return try run(body, lastReads: body.lastReads(), in: environment)
    } catch {
      throw .body(body.name, error)
    }
  }
}
