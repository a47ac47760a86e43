package import Graphs
import Operators

/// Puts a function's nodes in place of each call of it.
package struct FunctionExpansion: Pass {
  package let name = "function-expansion"
  package let summary = "Put the nodes of the model's functions in place of their calls"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() {
      guard let call = node.operation as? FunctionCall, rewrite.isFree(number) else { continue }
      rewrite.inline(
        call.body, taking: node.inputs, for: number, in: index,
        "\(call.name) '\(node.name)' is expanded")
    }
    return rewrite
  }
}
