import Graphs
import Operators
import Tensors
import Testing

/// A graph whose values are told by their names.
struct NamedGraph {
  var graph: Graph
  private var ids: [String: ValueID] = [:]
  private var next: Int

  /// - Parameters:
  ///   - first: where identities start; a body's differ from those around it.
  ///   - outer: what a body reads from around it.
  init(_ name: String = "graph", from first: Int = 0, around outer: NamedGraph? = nil) {
    graph = Graph(name: name, opsets: ["": 21])
    next = first
    ids = outer?.ids ?? [:]
  }

  mutating func define(_ name: String) -> ValueID {
    let id = ValueID(next)
    next += 1
    ids[name] = id
    graph.names[id] = name
    return id
  }

  func id(_ name: String) throws -> ValueID { try #require(ids[name]) }

  mutating func input(_ name: String, _ dims: [Int], of type: DType = .float) {
    let id = define(name)
    graph.inputs.append(id)
    graph.types[id] = .tensor(TensorType(type, Shape(dims)))
  }

  mutating func constant(_ name: String, _ tensor: Tensor) {
    graph.constants[define(name)] = .tensor(tensor)
  }

  /// Adds a node that has its first output's name.
  mutating func add(
    _ name: String, _ inputs: [String?], to outputs: String...,
    with attributes: [String: AttributeValue] = [:], opset: Int = 21
  ) throws {
    let given = try inputs.map { try $0.map { try id($0) } }
    for reading in given.compactMap({ $0 }) where graph.names[reading] == nil {
      graph.names[reading] = ids.first { $0.value == reading }?.key
    }
    let made = outputs.map { define($0) }
    graph.nodes.append(
      try OperatorCatalog.standard.node(
        name, opset: opset, named: outputs[0], inputs: given, outputs: made,
        attributes: attributes))
  }

  mutating func give(_ names: String...) throws { graph.outputs += try names.map { try id($0) } }
}

extension Tensor {
  /// Numbers between -1 and 1 that a name decides.
  static func drawn(_ name: String, _ dims: Int...) throws -> Tensor {
    var state = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    let numbers = (0..<Shape(dims).count).map { _ -> Float in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / 0x1p23 - 1
    }
    return try Tensor(numbers, shape: Shape(dims))
  }
}
