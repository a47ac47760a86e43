import ModelFiles

/// An order of nodes in which each comes after those whose values it reads: the file's, where that
/// is one.
struct NodeOrder {
  private let nodes: [NodeProto]
  private let makers: [String: Int]
  /// For each node, those that have to come before it.
  private var needs: [[Int]] = []

  init(_ nodes: [NodeProto], graph: String) throws(ImportError) {
    self.nodes = nodes
    var makers: [String: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for output in node.outputs where !output.isEmpty {
        guard makers.updateValue(index, forKey: output) == nil else {
          throw .duplicateValue(output, graph: graph)
        }
      }
    }
    self.makers = makers
    needs = nodes.map { node in node.reads.compactMap { makers[$0] } }
  }

  func indices() throws(ImportError) -> [Int] {
    if needs.enumerated().allSatisfy({ index, needs in needs.allSatisfy { $0 < index } }) {
      return Array(nodes.indices)
    }
    enum Mark { case new, open, done }
    var marks = [Mark](repeating: .new, count: nodes.count)
    var order: [Int] = []
    for start in nodes.indices where marks[start] == .new {
      // Each entry is a node on the way down and how many of its needs have been followed.
      var path = [(node: start, followed: 0)]
      marks[start] = .open
      while let (node, followed) = path.last {
        guard followed < needs[node].count else {
          marks[node] = .done
          order.append(node)
          path.removeLast()
          continue
        }
        path[path.count - 1].followed += 1
        let need = needs[node][followed]
        switch marks[need] {
        case .done: break
        case .new:
          marks[need] = .open
          path.append((need, 0))
        case .open:
          let cycle = path.map(\.node).drop { $0 != need }
          throw .cycle(
            cycle.map { nodes[$0].name.isEmpty ? nodes[$0].operatorName : nodes[$0].name })
        }
      }
    }
    return order
  }
}

extension NodeProto {
  /// The names that the node reads, its bodies' readings of what is around them included.
  fileprivate var reads: [String] {
    inputs.filter { !$0.isEmpty } + differentiatedNames
      + attributes.flatMap { $0.graphs.flatMap(\.captures) }
  }
}

extension AttributeProto {
  fileprivate var graphs: [GraphProto] {
    switch value {
    case .graph(let graph): [graph]
    case .graphs(let graphs): graphs
    default: []
    }
  }
}

extension GraphProto {
  /// The names that the graph reads and does not bind itself.
  fileprivate var captures: [String] {
    var own = Set(inputs.map(\.name))
    own.formUnion(initializers.map(\.name))
    own.formUnion(sparseInitializers.map(\.name))
    own.formUnion(nodes.flatMap(\.outputs))
    let reads = nodes.flatMap(\.reads) + outputs.map(\.name)
    return reads.filter { !own.contains($0) }
  }
}
