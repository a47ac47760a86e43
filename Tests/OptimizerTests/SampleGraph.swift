import Graphs
import Interpreter
import Operators
import Optimizer
import Runtimes
import Tensors
import Testing

/// A graph made one node after the other.
struct SampleGraph {
  var graph: Graph
  private var next: Int

  /// - Parameter first: where values' numbers start; a body's differ from those around it.
  init(opset: Int = 13, from first: Int = 0) {
    graph = Graph(name: "sample", opsets: ["": opset])
    next = first
  }

  private mutating func value(_ name: String) -> ValueID {
    next += 1
    graph.names[ValueID(next)] = name
    return ValueID(next)
  }

  mutating func input(_ name: String, _ dims: [Dimension]?, _ dtype: DType = .float) -> ValueID {
    let id = value(name)
    graph.inputs.append(id)
    graph.types[id] = .tensor(TensorType(dtype, dims))
    return id
  }

  mutating func constant(_ tensor: Tensor, _ name: String = "c") -> ValueID {
    let id = value(name)
    graph.constants[id] = .tensor(tensor)
    return id
  }

  /// A default for an input.
  mutating func setDefault(_ id: ValueID, _ tensor: Tensor) {
    graph.constants[id] = .tensor(tensor)
  }

  mutating func add(
    _ name: String, _ inputs: [ValueID?], _ attributes: [String: AttributeValue] = [:],
    outputs: Int = 1
  ) throws -> [ValueID] {
    let number = graph.nodes.count
    let ids = (0..<outputs).map { value("\(name.lowercased())\(number)_\($0)") }
    graph.nodes.append(
      try OperatorCatalog.standard.node(
        name, opset: graph.opsets[""] ?? 13, named: "\(name)\(number)", inputs: inputs,
        outputs: ids, attributes: attributes))
    return ids
  }

  mutating func apply(
    _ name: String, _ inputs: ValueID?..., attributes: [String: AttributeValue] = [:]
  ) throws -> ValueID {
    try add(name, inputs, attributes)[0]
  }

  /// The graph that gives these values.
  func giving(_ outputs: ValueID...) -> Graph {
    var graph = graph
    graph.outputs = outputs
    return graph
  }
}

extension Graph {
  /// The names of the nodes' operators, in order.
  var operators: [String] { nodes.map(\.operatorName) }

  func optimized(_ passes: any Pass...) async throws -> Graph {
    try await Optimizer(passes).optimize(self).graph
  }

  func run(_ inputs: Tensor?...) async throws -> [Tensor] { try await run(inputs) }

  func run(_ inputs: [Tensor?]) async throws -> [Tensor] {
    let prepared = try await Interpreter().prepare(self)
    let result = try await prepared.run(inputs.map { $0.map { .tensor($0) } })
    return try result.outputs.map { try #require($0.tensor) }
  }
}

#if ConstantFolding
  /// A constant folding that runs on the CPU.
  let folding = ConstantFolding(folder: Interpreter())
#else
  /// Stands for folding where there is none.
  let folding = IdentityRemoval()
#endif

func floats(_ values: [Float], _ shape: Shape? = nil) throws -> Tensor {
  try Tensor(values, shape: shape ?? [values.count])
}
