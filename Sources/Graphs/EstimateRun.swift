package import Tensors

/// A graph's values with their errors, node by node: what each node adds, and what it makes of its
/// inputs' errors.
package struct EstimateRun: Sendable {
  private let graph: Graph
  /// The values around a body.
  private let around: [ValueID: Estimate]

  package init(_ graph: Graph, around: [ValueID: Estimate] = [:]) {
    self.graph = graph
    self.around = around
  }

  /// The outputs of inputs that are given; `nil` takes an input's default.
  package func outputs(_ inputs: [Value?]) throws(OperatorError) -> [Estimate?] {
    try outputs(estimates: inputs.map { $0.map(Estimate.init(exact:)) })
  }

  /// - Throws: `.unbounded` where an operator states no bound.
  package func outputs(estimates inputs: [Estimate?]) throws(OperatorError) -> [Estimate?] {
    var values = around
    for (id, constant) in graph.constants { values[id] = Estimate(exact: constant) }
    for (id, input) in zip(graph.inputs, inputs) { if let input { values[id] = input } }
    for node in graph.nodes {
      let inputs = node.inputs.map { id in id.flatMap { values[$0] }?.kept }
      let outputs = try node.operation.estimate(request(node, inputs, in: values))
      for (id, output) in zip(node.outputs, outputs) { if let id { values[id] = output } }
    }
    return graph.outputs.map { values[$0] }
  }

  private func request(
    _ node: Node, _ inputs: [Estimate?], in values: [ValueID: Estimate]
  ) -> EstimateRequest {
    let operation = node.operation
    return EstimateRequest(inputs, wanted: node.outputs.map { $0 != nil }) {
      (body, inputs) throws(OperatorError) in
      switch body {
      case .own(let index):
        try EstimateRun(operation.bodies[index], around: values.mapValues(\.kept))
          .outputs(estimates: inputs)
      case .made(let graph): try EstimateRun(graph).outputs(estimates: inputs)
      case .composed(_, let make): try EstimateRun(try make()).outputs(estimates: inputs)
      }
    }
  }
}
