package import Tensors

/// A value's number, unique in a model with all its subgraphs.
package struct ValueID: Hashable, Sendable, Comparable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
  package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// One operator applied to values.
package struct Node: Sendable {
  package var name: String
  package var operation: any Operator { didSet { captured = Self.captured(by: operation) } }
  /// What `operation` was made of; defaults are not among them.
  package var attributes: [String: AttributeValue]
  /// The revision in force, such as 13 for `Softmax` in a model of opset 17.
  package var opset: Int
  /// `nil` is an absent optional input.
  package var inputs: [ValueID?]
  /// `nil` is an output that nobody asked for.
  package var outputs: [ValueID?]
  /// The values that its bodies take from around it.
  fileprivate private(set) var captured: [ValueID]

  package init(
    name: String, operation: any Operator, attributes: [String: AttributeValue] = [:], opset: Int,
    inputs: [ValueID?], outputs: [ValueID?]
  ) {
    self.name = name
    self.operation = operation
    self.attributes = attributes
    self.opset = opset
    self.inputs = inputs
    self.outputs = outputs
    captured = Self.captured(by: operation)
  }

  private static func captured(by operation: any Operator) -> [ValueID] {
    operation.bodies.flatMap(\.captures)
  }

  package var operatorName: String { operation.title.name }
  /// Empty for `ai.onnx`.
  package var domain: String { operation.title.domain }
  /// The revision in force.
  package var revision: OperatorSchema.Revision? { type(of: operation).schema.revision(at: opset) }

  /// Whether its inputs alone decide its outputs. A node with bodies also reads what is around it.
  package var isRepeatable: Bool {
    type(of: operation).isDeterministic && operation.bodies.isEmpty
  }

  /// The values that the node reads: its inputs and what its bodies take from around it.
  package var reads: [ValueID] { inputs.compactMap { $0 } + captured }
}

/// Nodes in an order in which every value is made before it is read.
///
/// A body of `If`, `Loop` or `Scan` is a graph that may read values of the graphs around it.
package struct Graph: Sendable {
  package var name: String
  package var inputs: [ValueID]
  package var outputs: [ValueID]
  package var nodes: [Node]
  /// Values that the model file gives. An input may have one, as its default.
  package var constants: [ValueID: Value]
  /// Declared or inferred types.
  package var types: [ValueID: ValueType]
  /// Values whose extents follow from declarations that nothing proves, after inference.
  package var assumed: Set<ValueID> = []
  /// The names that the model file gives; made up where it gives none.
  package var names: [ValueID: String]
  /// The versions that the model imports, by domain (`ai.onnx` is empty); a body has its model's.
  package var opsets: [String: Int]

  package init(
    name: String = "", inputs: [ValueID] = [], outputs: [ValueID] = [], nodes: [Node] = [],
    constants: [ValueID: Value] = [:], types: [ValueID: ValueType] = [:],
    names: [ValueID: String] = [:], opsets: [String: Int] = [:]
  ) {
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
    self.nodes = nodes
    self.constants = constants
    self.types = types
    self.names = names
    self.opsets = opsets
  }

  /// The values that the graph reads but neither takes nor makes, in order of first use.
  package var captures: [ValueID] {
    var known = Set(inputs).union(constants.keys)
    var captured: [ValueID] = []
    func read(_ id: ValueID) {
      if known.insert(id).inserted { captured.append(id) }
    }
    for node in nodes {
      node.inputs.forEach { if let id = $0 { read(id) } }
      node.captured.forEach(read)
      node.outputs.forEach { if let id = $0 { known.insert(id) } }
    }
    outputs.forEach(read)
    return captured
  }

  /// The inputs that a caller must give: those without a default.
  package var requiredInputs: [ValueID] { inputs.filter { constants[$0] == nil } }

  /// For each node, the values that nothing reads after it; an output of the graph is never among them.
  package func lastReads() -> [[ValueID]] {
    var live = Set(outputs)
    var result: [[ValueID]] = Array(repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated().reversed() {
      for id in node.reads + node.outputs.compactMap({ $0 }) where live.insert(id).inserted {
        result[index].append(id)
      }
    }
    return result
  }
}
