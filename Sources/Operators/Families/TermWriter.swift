import Graphs
import Tensors

/// Writes nodes whose outputs' types are known as they are written.
final class TermWriter {
  /// The opset of the nodes.
  static let opset = 24
  /// Numbers far from those of a model, in whose reach the nodes may run.
  private static let first = Int.max / 4

  private(set) var nodes: [Node] = []
  private(set) var constants: [ValueID: Value] = [:]
  private var terms: [ValueID: Term] = [:]
  private let counter: Counter
  /// The writer of what is around a body.
  private let outer: TermWriter?

  private final class Counter {
    var next = TermWriter.first
  }

  private init(_ counter: Counter, inside outer: TermWriter?) {
    self.counter = counter
    self.outer = outer
  }

  convenience init() { self.init(Counter(), inside: nil) }

  /// A writer of a body, which may read what is around it.
  func inner() -> TermWriter { TermWriter(counter, inside: self) }

  func newValue() -> ValueID {
    counter.next += 1
    return ValueID(counter.next)
  }

  func term(_ id: ValueID) -> Term? { terms[id] ?? outer?.term(id) }

  private func term(_ id: ValueID, _ type: ValueType, known: Value? = nil) -> Term {
    let term = Term(id: id, type: type, known: known, writer: self)
    terms[id] = term
    return term
  }

  func input(_ type: ValueType) -> Term { term(newValue(), type) }

  /// A term of this writer, for what stands around it.
  func reading(_ other: Term) -> Term {
    Term(id: other.id, type: other.type, known: other.known, writer: self)
  }

  func constant(_ value: Value) -> Term {
    let id = newValue()
    constants[id] = value
    return term(id, ValueType(of: value), known: value)
  }

  func constant(_ tensor: Tensor) -> Term { constant(.tensor(tensor)) }
  func constant(_ extents: [Int]) -> Term { constant(Tensor(vector: extents.map(Int64.init))) }

  /// A node of one output; `nil` is an absent optional input.
  func apply(
    _ kind: OperatorKind, _ inputs: Term?..., attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> Term {
    try apply(kind, inputs, outputCount: 1, attributes: attributes)[0]
  }

  func apply(
    _ kind: OperatorKind, _ inputs: [Term?], outputCount: Int,
    attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> [Term] {
    let name = kind.type.schema.name
    var node = try OperatorCatalog.standard.node(
      name, opset: Self.opset, named: "\(name)_\(counter.next)", inputs: inputs.map { $0?.id },
      outputs: (0..<outputCount).map { _ in newValue() }, attributes: attributes)
    let types = try node.operation.infer(
      Inference(
        types: inputs.map { $0?.type }, known: inputs.map { $0?.known },
        outputCount: outputCount))
    guard types.count >= outputCount else { throw .mismatch("\(name) has \(types.count) outputs") }
    node.name += "_\(nodes.count)"
    return append(node, types)
  }

  /// A node whose outputs have these types and all have numbers.
  func append(_ node: Node, _ types: [ValueType]) -> [Term] {
    nodes.append(node)
    return zip(node.outputs, types).compactMap { id, type in id.map { term($0, type) } }
  }

  /// A node as another graph has it, over these inputs.
  ///
  /// - Parameter values: what the bodies' readings of what is around them stand for.
  func copy(
    _ node: Node, _ inputs: [Term?], _ types: [ValueType], around values: [ValueID: ValueID]
  ) throws(OperatorError) -> [Term?] {
    var copy = node
    if !node.operation.bodies.isEmpty {
      copy = try node.replacing(
        bodies: try node.bodies.map { body throws(OperatorError) in
          try renumbered(body, around: values)
        })
    }
    copy.inputs = inputs.map { $0?.id }
    copy.outputs = node.outputs.map { $0.map { _ in newValue() } }
    nodes.append(copy)
    return zip(copy.outputs, types).map { id, type in
      id.map { term($0, type) }
    }
  }

  /// A body with other numbers, those around it included.
  private func renumbered(
    _ graph: Graph, around values: [ValueID: ValueID]
  ) throws(OperatorError) -> Graph {
    var names = values
    let own =
      graph.inputs + graph.constants.keys + graph.nodes.flatMap { $0.outputs.compactMap { $0 } }
    for id in own { names[id] = newValue() }
    func renamed(_ id: ValueID) -> ValueID { names[id] ?? id }
    var result = Graph(
      name: graph.name, inputs: graph.inputs.map(renamed), outputs: graph.outputs.map(renamed),
      opsets: graph.opsets)
    for (id, value) in graph.constants { result.constants[renamed(id)] = value }
    for (id, type) in graph.types { result.types[renamed(id)] = type }
    for node in graph.nodes {
      var copy = node
      if !node.operation.bodies.isEmpty {
        copy = try node.replacing(
          bodies: try node.bodies.map { body throws(OperatorError) in
            try renumbered(body, around: names)
          })
      }
      copy.inputs = node.inputs.map { $0.map(renamed) }
      copy.outputs = node.outputs.map { $0.map(renamed) }
      result.nodes.append(copy)
    }
    return result
  }

  /// The nodes that the outputs need, as a graph; `nil` is an output that nobody asked for.
  func graph(_ name: String, inputs: [Term], outputs: [Term?]) -> Graph {
    var graph = Graph(
      name: name, inputs: inputs.map(\.id), outputs: outputs.map { $0?.id ?? newValue() })
    for input in inputs { graph.types[input.id] = input.type }
    var needed = Set(graph.outputs)
    for node in nodes.reversed()
    where node.outputs.contains(where: { $0.map(needed.contains) == true }) {
      graph.nodes.append(node)
      needed.formUnion(node.reads)
    }
    graph.nodes.reverse()
    graph.constants = constants.filter { needed.contains($0.key) }
    return graph
  }
}
