extension Graph {
  /// The graph that makes these values and nothing else, from the inputs and constants that it needs for
  /// them.
  package func keeping(_ values: [ValueID]) -> Graph {
    var needed = Set(values)
    var cut = self
    cut.nodes = nodes.reversed().filter { node in
      guard node.makes(anyOf: needed) else { return false }
      needed.formUnion(node.reads)
      return true
    }.reversed()
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

extension Node {
  package func makes(anyOf ids: Set<ValueID>) -> Bool {
    outputs.contains { $0.map(ids.contains) ?? false }
  }
}
