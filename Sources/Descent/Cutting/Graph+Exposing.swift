import Graphs
import Operators
import Tensors

extension Graph {
  /// The graph with values of one of its bodies as further outputs of the nodes around it, and these
  /// outputs, in the order of `ids`.
  ///
  /// What a Loop or Scan gives has an axis in front, an iteration each. The branch of an If that does not
  /// run gives zeros, with the type and shape of an example, so that they can be stacked.
  ///
  /// - Throws: what an operator says of its body.
  func exposing(
    _ ids: [ValueID], in place: BodyPlace, like examples: [ValueID: Tensor] = [:]
  ) throws(OperatorError) -> (graph: Graph, outputs: [ValueID]) {
    var exposing = Exposing(ids: ids, examples: examples, types: types, last: greatestID)
    return try exposing.values(of: self, place.steps[...])
  }
}

private struct Exposing {
  let ids: [ValueID]
  let examples: [ValueID: Tensor]
  /// Those of bodies are among the outermost graph's.
  let types: [ValueID: ValueType]
  var last: Int

  private mutating func newID() -> ValueID {
    last += 1
    return ValueID(last)
  }

  mutating func values(
    of graph: Graph, _ steps: ArraySlice<BodyPlace.Step>
  ) throws(OperatorError) -> (graph: Graph, outputs: [ValueID]) {
    guard let step = steps.first else { return try copies(in: graph) }
    var node = graph.nodes[step.node]
    var bodies = node.bodies
    // Outputs behind the last one that is read may be left out.
    let count = bodies[step.body].outputs.count - (node.operatorName == "Loop" ? 1 : 0)
    while node.outputs.count < count { node.outputs.append(nil) }
    let (inner, made) = try values(of: bodies[step.body], steps.dropFirst())
    bodies[step.body] = inner
    bodies[step.body].outputs += made
    if node.operatorName == "If" { fill(&bodies[1 - step.body], isInnermost: steps.count == 1) }
    let outputs = made.map { _ in newID() }
    node.outputs += outputs
    var whole = graph
    whole.nodes[step.node] = try scanning(node, outputs.count).replacing(bodies: bodies)
    return (whole, outputs)
  }

  /// A body may not give what it is given: copies it may.
  private mutating func copies(
    in graph: Graph
  ) throws(OperatorError) -> (graph: Graph, outputs: [ValueID]) {
    var graph = graph
    var copies: [ValueID] = []
    for id in ids {
      let copy = newID()
      guard
        let node = try? OperatorCatalog.standard.node(
          "Identity", opset: 16, named: "exposed_\(copy.index)", inputs: [id], outputs: [copy],
          attributes: [:])
      else { throw .mismatch("Identity can't be made") }
      graph.nodes.append(node)
      copies.append(copy)
    }
    return (graph, copies)
  }

  private mutating func fill(_ branch: inout Graph, isInnermost: Bool) {
    for id in ids {
      let copy = newID()
      let dtype = examples[id]?.dtype ?? types[id]?.tensor?.dtype ?? .float
      let shape = isInnermost ? examples[id]?.shape ?? [0] : [0]
      branch.constants[copy] = .tensor(Tensor(dtype, shape, repeating: [0.0]))
      branch.outputs.append(copy)
    }
  }

  /// A Scan that says how its outputs are stacked says so of the further ones.
  private func scanning(_ node: Node, _ count: Int) throws(OperatorError) -> Node {
    guard node.operatorName == "Scan" else { return node }
    var attributes = node.attributes
    for name in ["scan_output_axes", "scan_output_directions"] {
      guard case .ints(let given)? = attributes[name] else { continue }
      attributes[name] = .ints(given + Array(repeating: 0, count: count))
    }
    var changed = node
    changed.attributes = attributes
    return changed
  }
}
