extension Graph {
  /// The greatest number of a value in the graph and its bodies; -1 where there is none.
  package var greatestID: Int {
    var greatest = -1
    func see(_ id: ValueID?) { if let id { greatest = max(greatest, id.index) } }
    inputs.forEach(see)
    outputs.forEach(see)
    constants.keys.forEach(see)
    types.keys.forEach(see)
    for node in nodes {
      node.inputs.forEach(see)
      node.outputs.forEach(see)
      for body in node.operation.bodies { greatest = max(greatest, body.greatestID) }
    }
    return greatest
  }

  /// Nodes, with those of bodies.
  package var totalNodeCount: Int {
    nodes.reduce(nodes.count) { count, node in
      node.operation.bodies.reduce(count) { $0 + $1.totalNodeCount }
    }
  }

  /// Nodes of operators that this program does not do, those of bodies included.
  package var foreignNodes: [Node] {
    nodes.flatMap { node in
      (node.isForeign ? [node] : []) + node.operation.bodies.flatMap(\.foreignNodes)
    }
  }

  /// Whether a node, those of bodies included, draws random numbers.
  package var drawsRandomNumbers: Bool {
    nodes.contains { node in
      !type(of: node.operation).isDeterministic
        || node.operation.bodies.contains { $0.drawsRandomNumbers }
    }
  }
}
