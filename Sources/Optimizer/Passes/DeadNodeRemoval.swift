package import Graphs

/// Removes nodes and constants whose values nobody reads.
///
/// Every ONNX operator is a function of its inputs (those of random numbers draw from their own
/// seed), so a node without readers does nothing. What a foreign one does is not known.
package struct DeadNodeRemoval: Pass {
  package let name = "dead-nodes"
  package let summary = "Remove nodes and constants that nothing reads"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    var live = Set(graph.outputs)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated().reversed() {
      if node.isForeign || node.outputs.contains(where: { $0.map(live.contains) ?? false }) {
        live.formUnion(node.reads)
      } else {
        var edit = Rewrite.Edit("\(node.label) goes: nothing reads what it makes")
        edit.removes = [number]
        rewrite.add(edit)
      }
    }
    live.formUnion(graph.inputs)
    let dead = graph.constants.keys.filter { !live.contains($0) }.sorted()
    if !dead.isEmpty {
      var edit = Rewrite.Edit(
        dead.count == 1
          ? "constant '\(graph.names[dead[0]] ?? "")' goes: nothing reads it"
          : "\(dead.count) constants go: nothing reads them")
      edit.drops = Set(dead)
      rewrite.add(edit)
    }
    return rewrite
  }
}
