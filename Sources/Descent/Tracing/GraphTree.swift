package import Graphs
internal import Tensors

/// What a value is made of, as a tree: from an output back to the inputs and initializers.
package struct GraphTree: Sendable {
  private let graph: Graph
  private let makers: [ValueID: Node]

  package init(_ graph: Graph) {
    self.graph = graph
    makers = Dictionary(
      graph.nodes.flatMap { node in node.outputs.compactMap { $0.map { ($0, node) } } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The names of the values that a tree may begin at.
  package var names: [String] {
    makers.keys.compactMap { graph.names[$0] }.sorted()
  }

  /// The tree of a value, a line a value; one that stands above already is not followed again.
  ///
  /// - Parameter depth: how many nodes deep; `nil` for all.
  /// - Returns: `nil` where the graph has no such value.
  package func lines(of name: String, depth: Int? = nil) -> [String]? {
    guard
      let root = (graph.outputs + makers.keys.sorted()).first(where: { graph.names[$0] == name })
    else { return nil }
    var lines: [String] = []
    var seen: Set<ValueID> = []
    // Networks are deeper than a stack.
    var pending: [(id: ValueID, level: Int)] = [(root, 0)]
    while let (id, level) = pending.popLast() {
      let isNew = seen.insert(id).inserted
      lines.append(String(repeating: "  ", count: level) + line(id, isNew: isNew))
      guard isNew, let node = makers[id] else { continue }
      let reads = node.reads.reversed()
      if let depth, level >= depth {
        if !reads.isEmpty { lines[lines.count - 1] += " …" }
        continue
      }
      pending += reads.map { ($0, level + 1) }
    }
    return lines
  }

  private func line(_ id: ValueID, isNew: Bool) -> String {
    let type = (graph.constants[id].map(ValueType.init(of:)) ?? graph.types[id])?.sentence
    let name = graph.names[id]?.onOneLine ?? "value \(id.index)"
    let value = name + (type.map { " (\($0))" } ?? "")
    guard let node = makers[id] else {
      return value
        + (graph.inputs.contains(id)
          ? " is an input"
          : graph.constants[id] != nil
            ? " is an initializer" : "")
    }
    return "\(value) = \(node.label)" + (isNew || node.reads.isEmpty ? "" : " (above)")
  }
}
