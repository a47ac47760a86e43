import Tensors

/// A declared shape that is not the one of what a node makes.
package struct Contradiction: Sendable, Equatable, CustomStringConvertible {
  package let id: ValueID
  package let value: String
  package let declared: ValueType
  package let found: ValueType
  /// The operator, its revision and the node's name.
  package let node: String

  package var description: String {
    "\(node): output '\(value.onOneLine)' is declared \(declared.sentence), but the node makes it "
      + found.sentence
  }
}

extension TypeInference {
  /// Says which declarations contradict each other: that of a node's output, and those of the graph's
  /// inputs that the output's type follows from. Any of them may be the wrong one.
  func contradiction(
    of output: ValueID, _ declared: ValueType, to found: ValueType, by node: Node
  ) -> OperatorError {
    let name = graph.names[output]?.onOneLine ?? "\(output.index)"
    let origins = origins(of: node).map {
      "'\(graph.names[$0]?.onOneLine ?? "\($0.index)")' (\(sentence(of: $0)))"
    }
    let reason =
      switch origins.count {
      case 0: "the node makes it \(found.sentence)"
      case 1: "is \(found.sentence) by the declaration of input \(origins[0])"
      default:
        "is \(found.sentence) by the declarations of inputs "
          + origins.prefix(4).joined(separator: ", ") + (origins.count > 4 ? ", …" : "")
      }
    return .mismatch("output '\(name)' is declared \(declared.sentence), but \(reason)")
  }

  private func sentence(of id: ValueID) -> String { (graph.types[id] ?? .unknown).sentence }

  /// The graph's inputs that a node reads, itself or through others; in the graph's order.
  private func origins(of node: Node) -> [ValueID] {
    var makers: [ValueID: Node] = [:]
    for node in graph.nodes {
      for id in node.outputs { if let id { makers[id] = node } }
    }
    var seen: Set<ValueID> = []
    var waiting = node.inputs.compactMap { $0 }
    while let id = waiting.popLast() {
      guard seen.insert(id).inserted else { continue }
      waiting += makers[id]?.inputs.compactMap { $0 } ?? []
    }
    return graph.inputs.filter { seen.contains($0) && graph.constants[$0] == nil }
  }
}
