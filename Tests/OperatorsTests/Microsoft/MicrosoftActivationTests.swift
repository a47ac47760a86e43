import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("onnxruntime's gates") struct MicrosoftActivationTests {
  struct Row: CustomTestStringConvertible {
    let name: String, bias: [Float]?, expected: [Double]
    var testDescription: String { "\(name)\(bias == nil ? "" : " with a bias")" }
  }
  /// Of X = [0, 1, -2]: Φ(1) = 0.8413447, Φ(-2) = 0.0227501; with tanh 0.8411920 and 0.0227012;
  /// sigmoid(1.702) = 0.8457958, sigmoid(-3.404) = 0.0321685.
  static let rows = [
    Row(name: "Gelu", bias: nil, expected: [0, 0.8413447, -0.0455003]),
    Row(name: "FastGelu", bias: nil, expected: [0, 0.8411920, -0.0454023]),
    Row(name: "QuickGelu", bias: nil, expected: [0, 0.8457958, -0.0643414]),
    Row(name: "BiasGelu", bias: [1, -1, 3], expected: [0.8413447, 0, 0.8413447]),
    Row(name: "FastGelu", bias: [1, -1, 3], expected: [0.8411920, 0, 0.8411920]),
  ]

  @Test("weigh a sum by how likely it is", arguments: rows)
  func values(row: Row) throws {
    let bias = try row.bias.map { try floats($0) }
    let y = try MicrosoftNode(row.name, inputs: 2).numbers(try floats([0, 1, -2], [1, 3]), bias)
    #expect(near(y, row.expected))
  }

  @Test("halve where QuickGelu's alpha is 0")
  func alpha() throws {
    let node = try MicrosoftNode("QuickGelu", ["alpha": .float(0)])
    #expect(try node.numbers(try floats([-3, 4])) == [-1.5, 2])
  }

  @Test("round a float16 once, after the sum")
  func half() throws {
    // 2048 + 1 is 2048 in float16, and 2049 - 2048 is 1 where the sum is wider.
    let x = try Tensor([Float16(2048)], shape: [1])
    let bias = try Tensor([Float16(1)], shape: [1])
    #expect(try MicrosoftNode("BiasGelu", inputs: 2).numbers(x, bias) == [2048])
  }

  @Test("take a bias of the last axis alone", arguments: ["BiasGelu", "FastGelu"])
  func refusesOtherBiases(name: String) throws {
    let node = try MicrosoftNode(name, inputs: 2)
    let x = try floats([1, 2, 3, 4], [2, 2])
    #expect(throws: OperatorError.mismatch("a bias of 1 does not fit the last axis of float[2, 2]"))
    {
      try node.evaluate(x, try floats([1]))
    }
    #expect(throws: OperatorError.rank(input: 1, found: 2, expected: "1")) {
      try node.evaluate(x, x)
    }
  }
}
