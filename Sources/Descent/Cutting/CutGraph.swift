package import Graphs

extension Graph {
  /// The graph that makes these values and nothing else, from the inputs that it needs for them.
  package func cut(at values: [ValueID]) -> Graph {
    var needed = Set(values)
    var kept: [Node] = []
    for node in nodes.reversed()
    where node.outputs.contains(where: { $0.map(needed.contains) ?? false }) {
      kept.append(node)
      needed.formUnion(node.reads)
    }
    var cut = self
    cut.nodes = kept.reversed()
    cut.outputs = values
    cut.inputs = inputs.filter(needed.contains)
    cut.constants = constants.filter { needed.contains($0.key) }
    return cut
  }

  /// The values that are made by the first `count` nodes and read after them, or given by the graph.
  package func frontier(after count: Int) -> [ValueID] {
    var read = Set(outputs)
    for node in nodes.dropFirst(count) { read.formUnion(node.reads) }
    return nodes.prefix(count).flatMap { $0.outputs.compactMap { $0 } }.filter(read.contains)
  }
}
