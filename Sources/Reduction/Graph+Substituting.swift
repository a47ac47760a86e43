import Graphs

extension Graph {
  /// With every reading of some values, bodies' and outputs' too, turned into one of others.
  ///
  /// `nil` where an operator refuses its changed body.
  func substituting(_ others: [ValueID: ValueID]) -> Graph? {
    var graph = self
    graph.outputs = outputs.map { others[$0] ?? $0 }
    for (place, node) in nodes.enumerated() {
      var changed = node
      if !node.bodies.isEmpty, node.reads.contains(where: { others[$0] != nil }) {
        var bodies: [Graph] = []
        for body in node.bodies {
          guard let body = body.substituting(others) else { return nil }
          bodies.append(body)
        }
        guard let replaced = try? node.replacing(bodies: bodies) else { return nil }
        changed = replaced
      }
      changed.inputs = node.inputs.map { $0.map { others[$0] ?? $0 } }
      graph.nodes[place] = changed
    }
    return graph
  }

  /// Without nodes and constants that no output needs.
  var pruned: Graph {
    var graph = keeping(outputs)
    graph.inputs = inputs
    return graph
  }

  /// The graph with another in the place of one of its bodies, or of a body's body.
  ///
  /// - Parameter path: of each step inwards the node's place and the body's. Not empty.
  func replacing(bodyAt path: ArraySlice<BodyStep>, with body: Graph) -> Graph? {
    guard let step = path.first else { return body }
    let node = nodes[step.node]
    var bodies = node.bodies
    guard let inner = bodies[step.body].replacing(bodyAt: path.dropFirst(), with: body) else {
      return nil
    }
    bodies[step.body] = inner
    guard let changed = try? node.replacing(bodies: bodies) else { return nil }
    var graph = self
    graph.nodes[step.node] = changed
    return graph
  }

  /// Where bodies are, the outermost first.
  var bodyPaths: [[BodyStep]] {
    nodes.indices.flatMap { place in
      nodes[place].bodies.enumerated().flatMap { number, body in
        let step = BodyStep(node: place, body: number)
        return [[step]] + body.bodyPaths.map { [step] + $0 }
      }
    }
  }

  func body(at path: some Sequence<BodyStep>) -> Graph {
    path.reduce(self) { $0.nodes[$1.node].bodies[$1.body] }
  }
}

/// A step into a body.
struct BodyStep: Sendable {
  let node: Int
  let body: Int
}
