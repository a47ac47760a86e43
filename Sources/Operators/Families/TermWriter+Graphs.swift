import Graphs
import Tensors

extension TermWriter {
  /// Writes a graph's nodes over these arguments; operators that are made of others, and calls, as the
  /// nodes that they are made of.
  ///
  /// - Parameters:
  ///   - arguments: one an input of the graph.
  ///   - around: what the graph's readings of what is around it stand for.
  /// - Returns: the graph's outputs.
  func write(
    _ graph: Graph, over arguments: [Term], around: [ValueID: Term] = [:]
  ) throws(OperatorError) -> [Term] {
    let inference: TypeInference
    do throws(NodeError) {
      inference = try TypeInference(
        body: graph, inputs: arguments.map(\.type), around: around.mapValues(\.type),
        known: around.compactMapValues(\.known))
    } catch { throw .body(graph.name, error) }
    var terms = around
    for (id, argument) in zip(graph.inputs, arguments) { terms[id] = argument }
    for (id, value) in graph.constants where terms[id] == nil { terms[id] = constant(value) }
    for node in graph.nodes {
      let inputs = try node.inputs.map { id throws(OperatorError) -> Term? in
        try id.map { id throws(OperatorError) in
          guard let term = terms[id] else { throw .unsupported("a value around \(node.label)") }
          return term
        }
      }
      let outputs = try write(node, inputs, inference, terms)
      for (id, output) in zip(node.outputs, outputs) { if let id { terms[id] = output } }
    }
    return try graph.outputs.map { id throws(OperatorError) in
      guard let term = terms[id] else { throw .unsupported("an output that nothing makes") }
      return term
    }
  }

  private func write(
    _ node: Node, _ inputs: [Term?], _ inference: TypeInference, _ terms: [ValueID: Term]
  ) throws(OperatorError) -> [Term?] {
    let known = node.outputs.map { $0.flatMap { inference.known[$0] } }
    if zip(node.outputs, known).allSatisfy({ $0 == nil || $1 != nil }) {
      return known.map { $0.map { constant($0) } }
    }
    let present = inputs.compactMap { $0 }
    let site = Inference(
      types: inputs.map { $0?.type }, known: inputs.map { $0?.known },
      outputCount: node.outputs.count)
    let drawsNumbers =
      try (node.operation as? Dropout)?.trains(site) ?? !type(of: node.operation).isDeterministic
    if drawsNumbers {
      throw .unsupported("\(node.label), which draws other numbers each time, in a derivative")
    }
    switch node.operation {
    case let composite as any Composite:
      let graph = try composite.composition(site, wanted: node.outputs.map { $0 != nil })
      return try write(graph, over: present)
    case let call as FunctionCall: return try write(call.body, over: present)
    default:
      let types = node.outputs.map { $0.flatMap { inference.type($0) } ?? .unknown }
      return try copy(node, inputs, types, around: terms.mapValues(\.id))
    }
  }
}
