import Graphs
import Operators
import Tensors
import Testing

@Suite("The multiply-adds of an operator")
struct ProductCountTests {
  struct Row: CustomTestStringConvertible {
    let name: String
    var attributes: [String: AttributeValue] = [:]
    let inputs: [Shape]
    let output: Shape
    let count: Double?
    var testDescription: String { "\(name) of \(inputs)" }
  }
  static let rows: [Row] = [
    Row(name: "MatMul", inputs: [[2, 3, 4], [4, 5]], output: [2, 3, 5], count: 2 * 3 * 5 * 4),
    Row(name: "MatMul", inputs: [[4], [4]], output: [], count: 4),
    Row(
      name: "Gemm", attributes: ["transA": .int(1)], inputs: [[4, 3], [4, 5]], output: [3, 5],
      count: 3 * 5 * 4),
    Row(name: "Gemm", inputs: [[3, 4], [4, 5]], output: [3, 5], count: 3 * 5 * 4),
    // Two groups of two channels, each under a window of 3 × 3.
    Row(
      name: "Conv", attributes: ["group": .int(2)], inputs: [[1, 4, 5, 5], [6, 2, 3, 3]],
      output: [1, 6, 3, 3], count: 6 * 9 * (2 * 9)),
    // Each of 2 · 9 elements goes to 4 channels by a window of 2 × 2.
    Row(
      name: "ConvTranspose", inputs: [[1, 2, 3, 3], [2, 4, 2, 2]], output: [1, 4, 4, 4],
      count: 2 * 9 * (4 * 4)),
    Row(name: "Relu", inputs: [[3]], output: [3], count: nil),
  ]

  @Test("is that of its definition; that of others is not said", arguments: rows)
  func counts(row: Row) throws {
    let node = try TestNode(row.name, opset: 13, row.attributes, inputs: row.inputs.count)
    func type(_ shape: Shape) -> ValueType { .tensor(TensorType(.float, shape)) }
    #expect(node.operation.productCount(row.inputs.map(type), type(row.output)) == row.count)
    #expect(node.operation.productCount([.unknown, .unknown], .unknown) == nil)
  }
}
