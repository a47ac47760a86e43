import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("onnxruntime's fused operators") struct FusedOperatorTests {
  /// A = [[1, 2], [3, 4]], B = [[1, 0], [1, 1]].
  @Test("FusedMatMul transposes, multiplies, and scales")
  func products() throws {
    let (a, b) = (try floats([1, 2, 3, 4], [2, 2]), try floats([1, 0, 1, 1], [2, 2]))
    func y(_ attributes: [String: AttributeValue]) throws -> [Double] {
      try MicrosoftNode("FusedMatMul", attributes, inputs: 2).numbers(a, b)
    }
    #expect(try y(["alpha": .float(2)]) == [6, 4, 14, 8])
    #expect(try y(["transA": .int(1)]) == [4, 3, 6, 4])
    #expect(try y(["transB": .int(1)]) == [1, 3, 3, 7])
    #expect(try y(["transA": .int(1), "transB": .int(1)]) == [1, 4, 2, 6])
    #expect(
      try MicrosoftNode("TransposeMatMul", ["transA": .int(1)], inputs: 2).numbers(a, b)
        == [4, 3, 6, 4])
  }

  /// A's two rows are of two batches of one row each.
  @Test("FusedMatMul moves the first axis before the last")
  func movesBatches() throws {
    let a = try floats([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2])
    let b = try floats([1, 1, 1, 1], [2, 2, 1])
    let y = try MicrosoftNode("FusedMatMul", ["transBatchA": .int(1)], inputs: 2).evaluate(a, b)
    #expect(y.shape == [2, 2, 1] && y.doubles == [3, 11, 7, 15])
  }

  @Test("FusedGemm applies its activation last")
  func gemm() throws {
    let inputs = [
      try floats([1, -2], [1, 2]), try floats([1, 1, 0, 1], [2, 2]), try floats([1, 4]),
    ]
    // A · B = [1, -1]; 2 · A · B + C = [3, 2], and with beta -1 it is [1, -6].
    func y(_ attributes: [String: AttributeValue]) throws -> [Double] {
      try MicrosoftNode(
        "FusedGemm", attributes.merging(["alpha": .float(2)]) { first, _ in first }, inputs: 3
      ).numbers(inputs[0], inputs[1], inputs[2])
    }
    #expect(try y(["activation": .string("Relu")]) == [3, 2])
    let leaky: [String: AttributeValue] = [
      "activation": .string("LeakyRelu"), "activation_alpha": .float(0.5), "beta": .float(-1),
    ]
    #expect(try y(leaky) == [1, -3])
  }

  @Test("activations need their numbers, and onnxruntime's list")
  func refusals() {
    #expect(throws: OperatorError.missingAttribute("activation_alpha")) {
      try MicrosoftNode("FusedGemm", ["activation": .string("Elu")], inputs: 2)
    }
    #expect(throws: OperatorError.self) {
      try MicrosoftNode("FusedGemm", ["activation": .string("Gelu")], inputs: 2)
    }
    #expect(throws: OperatorError.self) { try MicrosoftNode("FusedGemm", inputs: 2) }
    #expect(throws: OperatorError.missingAttribute("activation_params")) {
      try MicrosoftNode(
        "FusedConv", ["activation": .string("Clip"), "activation_params": .floats([1])], inputs: 2)
    }
  }

  /// X = [1, -2, 3] of one channel, W = 2, B = 1: the convolution is [3, -3, 7].
  @Test("FusedConv adds Z before its activation")
  func convolution() throws {
    let inputs = [
      try floats([1, -2, 3], [1, 1, 3]), try floats([2], [1, 1, 1]), try floats([1]),
      try floats([-4, 1, 0], [1, 1, 3]),
    ]
    let relu: [String: AttributeValue] = ["activation": .string("Relu")]
    let clip: [String: AttributeValue] = [
      "activation": .string("Clip"), "activation_params": .floats([-1, 5]),
    ]
    func y(_ attributes: [String: AttributeValue], _ count: Int) throws -> [Double] {
      let node = try MicrosoftNode("FusedConv", attributes, inputs: count)
      return try #require(
        try node.outputs(Array(inputs.prefix(count)))[0]?.doubles)
    }
    #expect(try y([:], 3) == [3, -3, 7])
    #expect(try y(relu, 3) == [3, 0, 7])
    #expect(try y(relu, 4) == [0, 0, 7])
    #expect(try y(clip, 4) == [-1, -1, 5])
  }

  /// Two channels of two columns, [1, 10] and [2, 20]; the map is their sum.
  @Test("NhwcConv and NhwcFusedConv have channels last", arguments: ["NhwcConv", "NhwcFusedConv"])
  func channelsLast(name: String) throws {
    let node = try MicrosoftNode(name, inputs: 2)
    let y = try node.evaluate(
      try floats([1, 10, 2, 20], [1, 1, 2, 2]), try floats([1, 1], [1, 2, 1, 1]))
    #expect(y.shape == [1, 1, 2, 1] && y.doubles == [11, 22])
  }
}
