package import Tensors

/// A graph whose values have the types that its operators give them, and the values among them that
/// are known before a run.
///
/// Types in bodies of control flow are among those of the outermost graph: value ids are unique in
/// a model.
package struct TypeInference: Sendable {
  /// The graph, its `types` filled in. No value is known by types that are `assumed`.
  package private(set) var graph: Graph
  /// Constants, and what nodes make of them while it is small.
  package private(set) var known: [ValueID: Value] = [:]
  /// Declared shapes that are not what the nodes make. What the nodes make counts.
  package private(set) var contradictions: [Contradiction] = []
  private let outer: OuterInference?

  /// A value of more elements than this is not computed ahead of a run.
  package static let mostElements = 4096

  /// - Parameter inputs: the types of the graph's inputs, where they are known better than the
  ///   model declares them, one an input.
  /// - Throws: the first node whose inputs its operator does not take, or whose outputs have other
  ///   element types than the model declares.
  package init(_ graph: Graph, inputs: [ValueType?] = []) throws(NodeError) {
    for (id, given) in zip(graph.inputs, inputs) {
      guard let given, let declared = graph.types[id], declared.merged(with: given) == nil else {
        continue
      }
      throw NodeError(
        node: graph.names[id] ?? "?", operation: "Input",
        .mismatch("\(given.sentence) was given, expected \(declared.sentence)"))
    }
    try self.init(graph, inputs: inputs, outer: nil)
  }

  /// The types of a body whose inputs, and what it reads of the graphs around it, have these types.
  ///
  /// - Parameter known: constants of the graphs around it.
  package init(
    body graph: Graph, inputs: [ValueType?], around types: [ValueID: ValueType],
    known: [ValueID: Value]
  ) throws(NodeError) {
    try self.init(
      graph, inputs: inputs,
      outer: OuterInference(TypeInference(types: types, known: known), isAssumed: false))
  }

  private init(types: [ValueID: ValueType], known: [ValueID: Value]) {
    graph = Graph(types: types.merging(known.mapValues(ValueType.init(of:))) { type, _ in type })
    self.known = known
    outer = nil
  }

  init(_ graph: Graph, inputs: [ValueType?], outer: OuterInference?) throws(NodeError) {
    self.graph = graph
    self.outer = outer
    if let outer {
      // What an earlier inference found outdoes what the body declares.
      for id in graph.types.keys { if let type = outer.type(id) { self.graph.types[id] = type } }
    }
    // What is given wins over a declaration that contradicts it: exporters declare the extents of
    // a loop body's inputs for one iteration only.
    for (id, given) in zip(graph.inputs, inputs) {
      guard let given else { continue }
      let type = self.graph.types[id]?.merged(with: given) ?? given
      self.graph.types[id] = type
      if let outer, outer.isAssumed || type.exceeds(given) { self.graph.assumed.insert(id) }
    }
    let defaults = Set(graph.inputs)
    for (id, value) in graph.constants where !defaults.contains(id) {
      known[id] = value
      if self.graph.types[id] == nil { self.graph.types[id] = ValueType(of: value) }
    }
    for node in graph.nodes { try visit(node) }
  }

  package func type(_ id: ValueID) -> ValueType? { graph.types[id] ?? outer?.type(id) }
  func value(_ id: ValueID) -> Value? { known[id] ?? outer?.value(id) }
  package func isAssumed(_ id: ValueID) -> Bool {
    graph.assumed.contains(id) || outer?.isAssumed(id) ?? false
  }

  private mutating func visit(_ node: Node) throws(NodeError) {
    let types = node.inputs.map { $0.map { type($0) ?? .unknown } }
    let values = node.inputs.map { $0.flatMap { value($0) } }
    if let reason = node.revision?.objection(to: types) { throw NodeError(node, reason) }
    let leans = node.reads.contains { isAssumed($0) }
    let inputs = Inference(types: types, known: values, outputCount: node.outputs.count)
    let inferred = try infer(node, inputs, leans: leans)
    for (index, id) in node.outputs.enumerated() {
      guard let id else { continue }
      let found = index < inferred.count ? inferred[index] : .unknown
      let type = try agreed(id, found, by: node)
      if type != .unknown { graph.types[id] = type }
      if leans || type.exceeds(found) {
        graph.assumed.insert(id)
      } else {
        graph.assumed.remove(id)
      }
    }
    for (id, value) in zip(node.outputs, ahead(node, inputs, leans: leans) ?? []) {
      guard let id, let value else { continue }
      known[id] = value
      graph.types[id] = graph.types[id]?.merged(with: ValueType(of: value)) ?? ValueType(of: value)
      graph.assumed.remove(id)
    }
  }

  /// The outputs' types by the operator, which infers its bodies.
  private mutating func infer(
    _ node: Node, _ inputs: Inference, leans: Bool
  ) throws(NodeError) -> [ValueType] {
    do throws(OperatorError) {
      guard !node.operation.bodies.isEmpty else { return try node.operation.infer(inputs) }
      let bodies = BodyInference(OuterInference(self, isAssumed: leans))
      let inferred = try node.operation.infer(bodies.applied(to: inputs))
      let found = bodies.found
      graph.types.merge(found.types) { $1 }
      graph.assumed.formUnion(found.assumed)
      // A body may be inferred more than once.
      for found in found.contradictions where !contradictions.contains(where: { $0.id == found.id })
      {
        contradictions.append(found)
      }
      return inferred
    } catch {
      // What is only declared refuses nothing, and what is not known yet shows later.
      let isOpen = if case .unknownValue = error { true } else { inputs.types.contains(.unknown) }
      guard isOpen || leans else { throw NodeError(node, error) }
      return []
    }
  }

  /// What an output is by its declaration and by the node that makes it.
  private mutating func agreed(
    _ id: ValueID, _ found: ValueType, by node: Node
  ) throws(NodeError) -> ValueType {
    let declared = graph.types[id] ?? .unknown
    if let merged = declared.merged(with: found) { return merged }
    guard let kind = found.kind, declared.kind == kind else {
      throw NodeError(node, contradiction(of: id, declared, to: found, by: node))
    }
    contradictions.append(
      Contradiction(
        id: id, value: graph.names[id] ?? "\(id.index)", declared: declared, found: found,
        node: "\(node.operatorName)-\(node.opset) '\(node.name.onOneLine)'"))
    return found
  }

  /// The node's outputs, where they are small and follow from what is known.
  private func ahead(_ node: Node, _ inputs: Inference, leans: Bool) -> [Value?]? {
    guard node.isRepeatable,
      node.outputs.allSatisfy({ $0.map { graph.types[$0]?.isSmall ?? false } ?? true })
    else { return nil }
    let isKnown = zip(node.inputs, inputs.known)
      .allSatisfy { $0 == nil || $1.map(\.isSmall) ?? false }
    if isKnown {
      let wanted = node.outputs.map { $0 != nil }
      return try? node.operation.evaluate(Evaluation(values: inputs.known, wanted: wanted))
    }
    return leans ? nil : try? node.operation.knownOutputs(inputs)
  }
}

extension ValueType {
  /// Whether it is a tensor of few elements; a shape that is not known may be large.
  fileprivate var isSmall: Bool {
    guard let count = tensor?.shape?.checkedCount else { return false }
    return count <= TypeInference.mostElements
  }

  /// Whether it says of a tensor's shape what `other` does not.
  fileprivate func exceeds(_ other: ValueType) -> Bool {
    guard let dims = tensor?.dims else { return false }
    guard let others = other.tensor?.dims else { return true }
    return zip(dims, others).contains { $0.value != nil && $1.value == nil }
  }
}

extension Value {
  fileprivate var isSmall: Bool { (tensor?.count ?? .max) <= TypeInference.mostElements }
}
