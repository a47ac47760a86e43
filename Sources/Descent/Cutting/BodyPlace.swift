import Graphs
import Runtimes
import Tensors

/// Where a body is in a graph, step by step inwards.
struct BodyPlace: Sendable, Hashable {
  struct Step: Sendable, Hashable {
    /// The node's place in its graph.
    let node: Int
    /// The body's among those of the node's attributes.
    let body: Int
    /// The body's among the operator's own.
    let number: Int
  }

  private(set) var steps: [Step] = []

  /// The body of a node of this body that runs, or ran first, on these inputs; `nil` of a node that
  /// runs none whose values can be had.
  func entering(_ node: Node, at place: Int, _ inputs: [Value?]) -> BodyPlace? {
    let step: Step
    switch node.operatorName {
    case "Loop", "Scan": step = Step(node: place, body: 0, number: 0)
    // The attributes are else_branch and then_branch; the operator has them the other way round.
    case "If":
      guard case .bool(let condition)? = inputs.first??.tensor?.elements, condition.count == 1
      else {
        return nil
      }
      step =
        condition[0]
        ? Step(node: place, body: 1, number: 0) : Step(node: place, body: 0, number: 1)
    default: return nil
    }
    guard node.bodies.indices.contains(step.body) else { return nil }
    var inner = self
    inner.steps.append(step)
    return inner
  }
}

extension Graph {
  func body(at place: BodyPlace) -> Graph {
    place.steps.reduce(self) { $0.nodes[$1.node].bodies[$1.body] }
  }

  /// The nodes around a body, from the outside in.
  func nodes(around place: BodyPlace) -> [Node] {
    var graph = self
    return place.steps.map { step in
      defer { graph = graph.nodes[step.node].bodies[step.body] }
      return graph.nodes[step.node]
    }
  }

  /// Where a step of a body stands in a run.
  ///
  /// - Parameter iterations: one number for each node around the body.
  func path(to place: BodyPlace, _ iterations: [Int]) -> BodyPath {
    BodyPath(
      zip(zip(nodes(around: place), place.steps), iterations).map { around, iteration in
        let (node, step) = around
        return BodyPath.Frame(
          node: node.name, operation: node.operatorName, body: node.bodies[step.body].name,
          number: step.number, iteration: iteration)
      })
  }
}
