import Synchronization
package import Tensors

/// A graph whose values have the types that its operators give them, and the values among them that
/// are known before a run.
///
/// Types in bodies of control flow are among those of the outermost graph: value ids are unique in
/// a model.
package struct TypeInference: Sendable {
  /// The graph, its `types` filled in.
  package private(set) var graph: Graph
  /// Constants, and what nodes make of them while it is small.
  package private(set) var known: [ValueID: Value]
  private let declarations: Declarations

  /// A value of more elements than this is not computed ahead of a run.
  package static let mostElements = 4096

  /// - Parameter inputs: the types of the graph's inputs, where they are known better than the
  ///   model declares them, one an input.
  /// - Throws: the first node whose inputs its operator does not take, or whose outputs contradict
  ///   what the model declares.
  package init(_ graph: Graph, inputs: [ValueType?] = []) throws(NodeError) {
    for (id, given) in zip(graph.inputs, inputs) {
      guard let given, let declared = graph.types[id], declared.merged(with: given) == nil else {
        continue
      }
      throw NodeError(
        node: graph.names[id] ?? "?", operation: "Input",
        .mismatch("\(given.sentence) was given, expected \(declared.sentence)"))
    }
    try self.init(graph, inputs: inputs, types: [:], known: [:], declarations: .merged)
  }

  /// The types that operators alone give values: what is declared of any but the graph's inputs is not
  /// looked at.
  ///
  /// - Parameters:
  ///   - types: the types of values around the graph, where it is a body.
  ///   - known: the values of constants around it.
  package init(
    undeclared graph: Graph, inputs: [ValueType?], around types: [ValueID: ValueType] = [:],
    known: [ValueID: Value] = [:]
  ) throws(NodeError) {
    try self.init(graph, inputs: inputs, types: types, known: known, declarations: .ignored)
  }

  /// What becomes of types that a file declares of values that nodes make.
  fileprivate enum Declarations {
    case merged, ignored
  }

  fileprivate init(
    _ graph: Graph, inputs: [ValueType?], types: [ValueID: ValueType], known: [ValueID: Value],
    declarations: Declarations
  ) throws(NodeError) {
    self.graph = graph
    self.known = known
    self.declarations = declarations
    if declarations == .ignored {
      let inputs = Set(graph.inputs)
      self.graph.types = graph.types.filter { inputs.contains($0.key) }
    }
    self.graph.types.merge(types) { own, _ in own }
    // What is given wins over a declaration that contradicts it: exporters declare the extents of
    // a loop body's inputs for one iteration only.
    for (id, given) in zip(graph.inputs, inputs) {
      guard let given else { continue }
      self.graph.types[id] = graph.types[id]?.merged(with: given) ?? given
    }
    let defaults = Set(graph.inputs)
    for (id, value) in graph.constants where !defaults.contains(id) {
      self.known[id] = value
      if self.graph.types[id] == nil { self.graph.types[id] = ValueType(of: value) }
    }
    for node in graph.nodes { try visit(node) }
  }

  private mutating func visit(_ node: Node) throws(NodeError) {
    let types = node.inputs.map { $0.map { graph.types[$0] ?? .unknown } }
    let values = node.inputs.map { $0.flatMap { known[$0] } }
    if let reason = node.revision?.objection(to: types) { throw NodeError(node, reason) }

    let bodies = BodyInference(types: graph.types, known: known, declarations)
    let inferred: [ValueType]
    do throws(OperatorError) {
      inferred = try node.operation.infer(
        Inference(
          types: types, known: values, outputCount: node.outputs.count,
          inferBody: { (body, inputs) throws(OperatorError) in try bodies.infer(body, inputs) }))
    } catch {
      // What is wrong with a node can be said once the types of its inputs are known.
      let isOpen = if case .unknownValue = error { true } else { types.contains(.unknown) }
      guard isOpen else { throw NodeError(node, error) }
      inferred = []
    }
    graph.types.merge(bodies.found) { $1 }
    for (index, id) in node.outputs.enumerated() {
      guard let id, index < inferred.count else { continue }
      let declared = graph.types[id] ?? .unknown
      guard let merged = declared.merged(with: inferred[index]) else {
        throw NodeError(node, contradiction(of: id, declared, to: inferred[index], by: node))
      }
      graph.types[id] = merged
    }
    for (id, value) in zip(node.outputs, ahead(node, types, values) ?? []) {
      guard let id, let value else { continue }
      known[id] = value
      graph.types[id] = (graph.types[id] ?? .unknown).merged(with: ValueType(of: value))
    }
  }

  /// The node's outputs, where they are small and follow from what is known.
  private func ahead(_ node: Node, _ types: [ValueType?], _ values: [Value?]) -> [Value?]? {
    let outputs = node.outputs.map { $0.map { graph.types[$0] ?? .unknown } }
    guard node.isRepeatable, outputs.allSatisfy({ $0?.isSmall ?? true }) else { return nil }
    let isKnown = zip(node.inputs, values).allSatisfy { $0 == nil || $1.map(\.isSmall) ?? false }
    let wanted = node.outputs.map { $0 != nil }
    if isKnown {
      return try? node.operation.evaluate(Evaluation(values: values, wanted: wanted))
    }
    // `Shape` and its like: integers that types alone tell.
    guard outputs.allSatisfy({ $0?.tensor?.dtype == .int64 }),
      types.allSatisfy({ $0.map { $0.tensor?.shape != nil } ?? true })
    else { return nil }
    let request = LoweringRequest(
      inputs: types, known: values, outputs: outputs.map { $0 ?? .unknown }, wanted: wanted,
      device: DeviceTraits(
        isSoftware: false, subgroupSize: 32, tripBudget: .max, hasFloat64: true))
    guard case .values(let values)? = try? node.operation.lower(request) else { return nil }
    return values
  }
}

/// Inference of the bodies of one node, which sees what is known around them.
private final class BodyInference: Sendable {
  private let types: [ValueID: ValueType]
  private let known: [ValueID: Value]
  private let declarations: TypeInference.Declarations
  private let inner = Mutex<[ValueID: ValueType]>([:])

  init(
    types: [ValueID: ValueType], known: [ValueID: Value],
    _ declarations: TypeInference.Declarations
  ) {
    self.types = types
    self.known = known
    self.declarations = declarations
  }

  var found: [ValueID: ValueType] { inner.withLock { $0 } }

  func infer(_ body: Graph, _ inputs: [ValueType]) throws(OperatorError) -> [ValueType] {
    do throws(NodeError) {
      let inference = try TypeInference(
        body, inputs: inputs, types: types, known: known, declarations: declarations)
      inner.withLock { $0.merge(inference.graph.types) { $1 } }
      return body.outputs.map { inference.graph.types[$0] ?? .unknown }
    } catch {
      throw .body(body.name, error)
    }
  }
}

extension ValueType {
  /// Whether it is a tensor of few elements; a shape that is not known may be large.
  fileprivate var isSmall: Bool {
    guard let count = tensor?.shape?.checkedCount else { return false }
    return count <= TypeInference.mostElements
  }
}

extension Value {
  fileprivate var isSmall: Bool { (tensor?.count ?? .max) <= TypeInference.mostElements }
}
