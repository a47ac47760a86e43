import Graphs
import Tensors
import Testing

@testable import Operators

/// A convolution maps its results in place; the two operators one after the other are the definition.
@Suite("An activation where a convolution stores") struct ActivatedConvolutionTests {
  struct Row: CustomTestStringConvertible {
    let activation: String
    let x: Shape
    let w: Shape
    var groups = 1
    /// Of the first weight, which the padding meets.
    var first: Float = 0.5
    var precision = Precision.native

    var testDescription: String {
      "\(activation), \(x) under \(w), group \(groups), first weight \(first), \(precision)"
    }
  }

  static let rows = [
    Row(activation: "Relu", x: [1, 3, 9, 9], w: [20, 3, 3, 3]),
    Row(activation: "Sigmoid", x: [2, 40, 60, 61], w: [48, 40, 1, 1]),
    Row(activation: "LeakyRelu", x: [1, 6, 12, 7], w: [6, 1, 3, 3], groups: 6),
    Row(activation: "Relu", x: [1, 2, 8, 8], w: [5, 2, 3, 3], first: .infinity),
    Row(activation: "HardSwish", x: [1, 4, 30], w: [4, 1, 5], groups: 4, first: .nan),
    Row(activation: "Sigmoid", x: [1, 3, 9, 9], w: [20, 3, 3, 3], precision: .double),
  ]

  @Test("has the bits of the two nodes, with packed weights and without", arguments: rows)
  func bits(row: Row) throws {
    let pads = Array(repeating: Int64(1), count: 2 * (row.x.rank - 2))
    let convolution = try TestNode(
      "Conv", opset: 11, ["group": .int(Int64(row.groups)), "pads": .ints(pads)], inputs: 2)
    let activation = try TestNode(row.activation, opset: row.activation == "HardSwish" ? 14 : 13)
    let x = try uneven(row.x, seed: 8)
    var weights = try #require(try uneven(row.w, seed: 9).doubles).map { Float($0) }
    weights[0] = row.first
    let w = try floats(weights, row.w)
    let expected = try activation.evaluate(
      convolution.evaluate(x, w, precision: row.precision), precision: row.precision)
    let node = Node(
      name: "convolution", operation: convolution.operation, opset: 11,
      inputs: [ValueID(0), ValueID(1)], outputs: [ValueID(2)])
    let next = Node(
      name: "activation", operation: activation.operation, opset: 14, inputs: [ValueID(2)],
      outputs: [ValueID(3)])
    let fused = try #require(node.followed(by: next)).operation
    let packing = fused.packing([1: w], row.precision)
    for operation in [fused] + (packing.map { [$0.operation] } ?? []) {
      let evaluation = Evaluation(
        values: [.tensor(x), .tensor(w)], precision: row.precision)
      let y = try #require(try operation.evaluate(evaluation).first??.tensor)
      #expect(y.hasBits(of: expected))
    }
  }
}
