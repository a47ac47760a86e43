import Foundation
import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Softmax") struct SoftmaxTests {
  struct Row: CustomTestStringConvertible {
    let opset: Int, axis: Int64?, expected: [Double]
    var testDescription: String { "opset \(opset), axis \(axis.map(String.init) ?? "default")" }
  }
  /// X = log [[1, 2], [3, 4]], so each result is a share of its row's sum.
  static let rows: [Row] = [
    Row(opset: 11, axis: 0, expected: [0.1, 0.2, 0.3, 0.4]),
    Row(opset: 11, axis: 2, expected: [1, 1, 1, 1]),
    Row(opset: 13, axis: nil, expected: [1.0 / 3, 2.0 / 3, 3.0 / 7, 4.0 / 7]),
    Row(opset: 13, axis: 0, expected: [1.0 / 4, 2.0 / 6, 3.0 / 4, 4.0 / 6]),
  ]

  @Test("flattens the rest before opset 13, keeps to one axis after", arguments: rows)
  func axisByOpset(row: Row) throws {
    let attributes = row.axis.map { ["axis": AttributeValue.int($0)] } ?? [:]
    let x = try floats([1, 2, 3, 4].map { Foundation.log($0) }, [2, 2])
    let y = try TestNode("Softmax", opset: row.opset, attributes).evaluate(x)
    for (a, b) in zip(try #require(y.doubles), row.expected) { #expect(abs(a - b) < 1e-6) }
  }
}

@Suite("Batch normalisation") struct BatchNormalizationTests {
  private func evaluate(_ node: TestNode) throws -> [Tensor] {
    let inputs = [
      try floats([1, 3], [2, 1]), try floats([2]), try floats([10]), try floats([0]),
      try floats([3]),
    ]
    let evaluation = Evaluation(
      values: inputs.map { .tensor($0) }, wanted: [true, true, true])
    return try node.operation.evaluate(evaluation).compactMap { $0?.tensor }
  }

  @Test("trains where the node has more than one output, before opset 14")
  func trains() throws {
    let node = try TestNode(
      "BatchNormalization", opset: 9, ["epsilon": .float(0), "momentum": .float(0.75)], inputs: 5,
      outputs: 3)
    let y = try evaluate(node)
    // The batch has mean 2 and variance 1; 0 · 0.75 + 2 · 0.25 and 3 · 0.75 + 1 · 0.25 follow.
    #expect(y[0].doubles == [8, 12] && y[1].doubles == [0.5] && y[2].doubles == [2.5])
  }

  @Test("takes the given statistics otherwise")
  func tests() throws {
    let node = try TestNode("BatchNormalization", opset: 15, ["epsilon": .float(1)], inputs: 5)
    #expect(try evaluate(node)[0].doubles == [11, 13])
  }
}

@Suite("Recurrence") struct RecurrenceTests {
  /// `h' = x + 2h` per step, from the end of a sequence of two of three steps.
  @Test("runs backwards within a sequence's length and is 0 after it")
  func reverse() throws {
    let node = try TestNode(
      "RNN", opset: 14,
      [
        "direction": .string("reverse"), "activations": .strings(["Affine"]),
        "activation_alpha": .floats([1]), "activation_beta": .floats([0]),
      ], inputs: 5, outputs: 2)
    let lengths = Tensor(vector: [Int32(2)])
    let y = try node.evaluate(
      floats([1, 10, 100], [3, 1, 1]), floats([1], [1, 1, 1]), floats([2], [1, 1, 1]), nil,
      lengths)
    #expect(y.shape == [3, 1, 1, 1] && y.doubles == [21, 10, 0])
  }

  @Test("names the weights that do not fit")
  func mismatch() throws {
    let node = try TestNode("RNN", opset: 14, inputs: 3)
    #expect(throws: OperatorError.self) {
      try node.evaluate(
        floats([1], [1, 1, 1]), floats([1, 2], [1, 1, 2]), floats([2], [1, 1, 1]))
    }
  }
}
