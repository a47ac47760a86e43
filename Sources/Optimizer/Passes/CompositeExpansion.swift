package import Graphs
import Operators
import Tensors

/// Puts the nodes that an operator is made of in its place, where its inputs' types are proved and it
/// has no kernel that does more at once.
///
/// What another pass knows of these nodes then holds for them too: constants are folded into them, and
/// a gradient shares what its forward pass computes with the graph around it.
package struct CompositeExpansion: Pass {
  package let name = "composite-expansion"
  package let summary = "Put the nodes that an operator is made of in its place"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where rewrite.isFree(number) {
      guard let composite = node.operation as? any Composite,
        !type(of: composite).hasOwnKernel,
        let body = index.composition(composite, node)
      else { continue }
      rewrite.inline(
        rewrite.renumbered(body, from: node.name), taking: node.inputs.filter { $0 != nil },
        for: number, in: index, "\(node.label) is expanded")
    }
    return rewrite
  }
}

extension GraphIndex {
  /// The graph that a node is made of; `nil` where its types are not proved, or bodies are among the
  /// nodes, whose values have numbers of their own.
  fileprivate func composition(_ composite: any Composite, _ node: Node) -> Graph? {
    let types = node.inputs.map { provedType($0) }
    guard zip(node.inputs, types).allSatisfy({ $0 == nil || $1?.shape != nil }) else { return nil }
    let inference = Inference(
      types: types.map { $0.map(ValueType.tensor) },
      known: node.inputs.map { constant($0).map(Value.tensor) }, outputCount: node.outputs.count)
    let graph = try? composite.composition(inference, wanted: node.outputs.map { $0 != nil })
    guard let graph, graph.nodes.allSatisfy({ $0.operation.bodies.isEmpty }) else { return nil }
    return graph
  }
}

extension Rewrite {
  /// A graph whose own values are new ones of the graph that is rewritten.
  fileprivate mutating func renumbered(_ graph: Graph, from name: String) -> Graph {
    var new: [ValueID: ValueID] = [:]
    let made = graph.nodes.flatMap { $0.outputs.compactMap { $0 } }
    // Inputs too: two graphs that are put in have inputs of one number.
    for id in graph.inputs + graph.constants.keys.sorted() + made where new[id] == nil {
      new[id] = newValue(graph.constants[id].map(ValueType.init(of:)) ?? .unknown)
    }
    var result = graph
    result.inputs = graph.inputs.map { new[$0] ?? $0 }
    result.constants = [:]
    for (id, value) in graph.constants { result.constants[new[id] ?? id] = value }
    result.outputs = graph.outputs.map { new[$0] ?? $0 }
    result.nodes = graph.nodes.enumerated().map { position, node in
      var node = node
      node.name = "\(name)/\(node.operatorName)_\(position)"
      node.inputs = node.inputs.map { $0.map { new[$0] ?? $0 } }
      node.outputs = node.outputs.map { $0.map { new[$0] ?? $0 } }
      return node
    }
    return result
  }
}
