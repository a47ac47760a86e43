import Graphs
import Tensors

/// Writes a graph of the catalog's operators: the body of an operator that is made of others.
struct GraphBuilder {
  /// The opset whose revisions the nodes follow.
  let opset: Int
  private var graph: Graph
  private var constants: [Value] = []
  private var constantIDs: [ValueID] = []
  private var valueCount = 0

  init(_ name: String, opset: Int) {
    self.opset = opset
    graph = Graph(name: name)
  }

  /// Numbers far from those of a model, in whose reach the graph may run.
  private mutating func value() -> ValueID {
    valueCount += 1
    return ValueID(Int.max / 2 + valueCount)
  }

  mutating func input() -> ValueID {
    let id = value()
    graph.inputs.append(id)
    return id
  }

  /// A value that the body brings along: an input that its caller need not know, so that a runtime
  /// does not take it for the model's.
  mutating func constant(_ tensor: Tensor) -> ValueID {
    let id = value()
    constantIDs.append(id)
    constants.append(.tensor(tensor))
    return id
  }

  /// A node of one output; `nil` is an absent optional input.
  ///
  /// - Throws: `.unsupported` where the catalog lacks the operator.
  mutating func apply(
    _ name: String, domain: String = "", _ inputs: ValueID?...,
    attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> ValueID {
    let output = value()
    try append(name, domain, inputs, [output], attributes)
    return output
  }

  /// A node of several outputs.
  mutating func apply(
    _ name: String, _ inputs: [ValueID?], outputCount: Int,
    attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> [ValueID] {
    let outputs = (0..<outputCount).map { _ in value() }
    try append(name, "", inputs, outputs, attributes)
    return outputs
  }

  private mutating func append(
    _ name: String, _ domain: String, _ inputs: [ValueID?], _ outputs: [ValueID],
    _ attributes: [String: AttributeValue]
  ) throws(OperatorError) {
    graph.nodes.append(
      try OperatorCatalog.standard.node(
        name, domain: domain, opset: opset, named: "\(graph.name)/\(name)_\(graph.nodes.count)",
        inputs: inputs,
        outputs: outputs, attributes: attributes))
  }

  /// Makes one node of the last two, where the second maps what the first gives.
  mutating func fuse() {
    guard let second = graph.nodes.last, let first = graph.nodes.dropLast().last,
      type(of: first.operation).traits.contains(.takesActivation), first.outputs == second.inputs,
      let fused = first.followed(by: second)
    else { return }
    graph.nodes.removeLast(2)
    graph.nodes.append(fused)
  }

  /// The graph of a ``Composite``, whose constants are its own; `nil` is an output that nobody asked
  /// for.
  mutating func composed(_ outputs: ValueID?...) -> Graph {
    graph.constants = Dictionary(uniqueKeysWithValues: zip(constantIDs, constants))
    graph.outputs = outputs.map { $0 ?? value() }
    return graph
  }

  /// The body with these outputs.
  func built(_ outputs: ValueID...) -> BuiltGraph {
    var graph = graph
    graph.inputs += constantIDs
    graph.outputs = outputs
    return BuiltGraph(graph: graph, constants: constants)
  }
}

/// A graph whose last inputs are constants.
struct BuiltGraph {
  let graph: Graph
  let constants: [Value]

  func run<F: Flow>(_ inputs: [F.Item?], in flow: F) throws -> [F.Item?] {
    try flow.run(.made(graph), inputs + constants.map { flow.item($0) })
  }
}
