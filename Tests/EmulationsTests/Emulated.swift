import Emulations
import Graphs
import Operators
import Tensors
import Testing

/// A node of a standard operator with one emulation of it.
struct Emulated {
  let operation: any Operator
  /// The node's operator, as it is.
  let own: any Operator

  init(
    _ emulation: String, _ name: String, opset: Int, _ attributes: [String: AttributeValue] = [:],
    inputs: Int = 1, outputs: Int = 1
  ) throws {
    let node = try Self.node(name, opset, attributes, inputs, outputs)
    let found = try #require(node.emulations.first { $0.name == emulation })
    operation = found.applied(to: node.operation)
    own = node.operation
  }

  /// The names of a node's emulations.
  static func names(
    _ name: String, opset: Int, _ attributes: [String: AttributeValue] = [:], inputs: Int = 1
  ) throws -> Set<String> {
    Set(try node(name, opset, attributes, inputs, 1).emulations.map(\.name))
  }

  private static func node(
    _ name: String, _ opset: Int, _ attributes: [String: AttributeValue], _ inputs: Int,
    _ outputs: Int
  ) throws -> Node {
    try OperatorCatalog.standard.node(
      name, opset: opset, named: "node", inputs: (0..<inputs).map { ValueID($0) },
      outputs: (0..<outputs).map { ValueID(inputs + $0) }, attributes: attributes)
  }

  /// The first output.
  func evaluate(_ inputs: Tensor?...) throws -> Tensor {
    let values = inputs.map { $0.map { Value.tensor($0) } }
    let outputs = try operation.evaluate(Evaluation(values: values))
    return try #require(outputs.first??.tensor)
  }
}

/// An emulation of an operator over floats, and what comes of it.
func emulate(
  _ emulation: String, _ name: String, opset: Int,
  with attributes: [String: AttributeValue] = [:], _ inputs: [Float]...
) throws -> [Float] {
  let tensors = inputs.map { Tensor(vector: $0) }
  let emulated = try Emulated(
    emulation, name, opset: opset, attributes, inputs: tensors.count)
  let outputs = try emulated.operation.evaluate(Evaluation(values: tensors.map { .tensor($0) }))
  return Array(try #require(outputs.first??.tensor).elements(as: Float.self))
}

extension Tensor {
  init<T: Element>(_ dims: Int..., values: [T]) throws { try self.init(values, shape: Shape(dims)) }

  var floats: [Float] { get throws { Array(try elements(as: Float.self)) } }
}
