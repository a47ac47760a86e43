package import Graphs
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
    where node.operatorName == "If" && node.domain.isEmpty {
      guard let condition = index.constant(node.inputs[0])?.elements,
        case .bool(let values) = condition, let taken = values.first,
        case .graph(let body) = node.attributes[taken ? "then_branch" : "else_branch"],
        rewrite.isFree(number)
      else { continue }
      var edit = Rewrite.Edit("\(node.label) always takes its \(taken ? "then" : "else") branch")
      edit.removes = [number]
      edit.inserts = body.nodes
      edit.constants = body.constants
      edit.names = body.names
      let made = Set(body.nodes.flatMap { $0.outputs.compactMap { $0 } })
      var renamed: Set<ValueID> = []
      let isPossible = zip(node.outputs, body.outputs).allSatisfy { result, value in
        guard let result, !index.isUnread(result) else { return true }
        edit.aliases[result] = value
        // An output keeps its name, which only a value made here alone can take.
        return !index.isOutput(result) || (made.contains(value) && renamed.insert(value).inserted)
      }
      if isPossible { rewrite.add(edit) }
    }
    return rewrite
  }
}
