package import Graphs
import Operators
import Tensors

/// Puts the branch of an If whose condition is a constant in the node's place.
package struct BranchSelection: Pass {
  package let name = "constant-branches"
  package let summary = "Put the branch that a constant condition takes in place of its If"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated()
    where node.isOne(of: .if) {
      guard let condition = index.constant(node.inputs[0])?.elements,
        case .bool(let values) = condition, let taken = values.first,
        case .graph(let body) = node.attributes[taken ? "then_branch" : "else_branch"],
        rewrite.isFree(number)
      else { continue }
      rewrite.inline(
        body, for: number, in: index,
        "\(node.label) always takes its \(taken ? "then" : "else") branch")
    }
    return rewrite
  }
}
