import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("An activation where results are stored")
struct EpilogueTests {
  struct Row: CustomTestStringConvertible {
    let name: String
    let shapes: [Shape]
    let activation: String
    var attributes: [String: AttributeValue] = [:]
    var testDescription: String { "\(name) \(shapes) \(activation)" }
  }

  /// A plain and a tiled product, a pointwise, a direct and a tiled convolution, an addition.
  static let rows: [Row] = [
    Row(name: "MatMul", shapes: [[3, 5], [5, 7]], activation: "Relu"),
    Row(
      name: "MatMul", shapes: [[64, 64], [64, 64]], activation: "LeakyRelu",
      attributes: ["alpha": .float(0.3)]),
    Row(name: "Conv", shapes: [[1, 16, 8, 8], [16, 16, 1, 1]], activation: "Sigmoid"),
    Row(name: "Conv", shapes: [[1, 2, 5, 5], [3, 2, 3, 3]], activation: "Tanh"),
    Row(
      name: "Conv", shapes: [[1, 16, 16, 16], [16, 16, 3, 3]], activation: "HardSigmoid",
      attributes: ["alpha": .float(0.3), "beta": .float(0.25)]),
    // Weights that may be infinite, and padding: results are stored twice.
    Row(
      name: "Conv", shapes: [[1, 16, 16, 16], [16, 16, 3, 3]], activation: "Relu",
      attributes: ["pads": .ints([1, 1, 1, 1])]),
    Row(name: "Add", shapes: [[3, 7], [7]], activation: "Relu"),
  ]

  @Test("gives the bits of two nodes", arguments: rows)
  func bits(row: Row) async throws {
    var plain = TestGraph()
    let inputs = row.shapes.map { _ in plain.input() }
    let base = try plain.add(row.name, inputs)
    let result = try plain.add(row.activation, [base], outputs: 1, row.attributes)
    plain.graph.outputs = result
    var fused = plain.graph
    fused.nodes = [try #require(fused.nodes[0].followed(by: fused.nodes[1]))]

    let values = try row.shapes.map { shape in
      let elements = (0..<shape.count).map { Float(($0 &* 7919) % 201 - 100) / 128 }
      return Value.tensor(try Tensor(elements, shape: shape))
    }
    let runtime = try TestDevice.runtime()
    let expected = try await runtime.prepare(plain.graph).run(values)
    let found = try await runtime.prepare(fused).run(values)
    #expect(found.outputs[0].hasBits(of: expected.outputs[0]))
    #expect(found.placements.map(\.operation) == ["\(row.name)+\(row.activation)"])
  }
}
