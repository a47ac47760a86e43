import Graphs
import Tensors
import Testing

@testable import Operators

/// Queries of 0 weigh all keys that they see alike: results are means of values.
@Suite("onnxruntime's attention") struct MicrosoftAttentionTests {
  private func multiHead(
    _ attributes: [String: AttributeValue] = [:], queries: Int = 1, mask: Tensor? = nil,
    bias: Tensor? = nil
  ) throws -> [Double] {
    let node = try MicrosoftNode(
      "MultiHeadAttention", attributes.merging(["num_heads": .int(1)]) { first, _ in first },
      inputs: 6)
    let zeros = try floats(Array(repeating: 0, count: queries), [1, queries, 1])
    let values = try floats([1, 2, 6], [1, 3, 1])
    return try node.numbers(zeros, values, values, bias, mask, nil)
  }

  @Test("masks of all forms hide keys")
  func masks() throws {
    #expect(near(try multiHead(), [3]))
    #expect(near(try multiHead(mask: try codes([2])), [1.5]))
    #expect(near(try multiHead(mask: try codes([1, 0, 9, 0, 9])), [1]))
    #expect(near(try multiHead(mask: try codes([0, 2, -1], [1, 3])), [2]))
    #expect(near(try multiHead(mask: try codes([1, 0, 1], [1, 1, 3])), [3.5]))
  }

  @Test("a row whose keys are all masked is the mean of all")
  func allMasked() throws { #expect(near(try multiHead(mask: try codes([0])), [3])) }

  @Test("the last query sees all keys, the others none after them")
  func causal() throws {
    #expect(near(try multiHead(["unidirectional": .int(1)], queries: 2), [1, 3]))
    #expect(near(try multiHead(["unidirectional": .int(1)], queries: 3), [1, 1.5, 3]))
  }

  @Test("the bias is added to query, key and value")
  func bias() throws {
    // The query is 1; keys differ by 1 and 4, and values are 10 more.
    let weights = [1, 2.718281828, 148.413159]
    let expected = 10 + (weights[0] + 2 * weights[1] + 6 * weights[2]) / weights.reduce(0, +)
    #expect(near(try multiHead(bias: try floats([1, 0, 10])), [expected]))
  }

  @Test("keys and values of steps before come first")
  func past() throws {
    let node = try MicrosoftNode(
      "MultiHeadAttention", ["num_heads": .int(1)], inputs: 8, outputs: 4)
    let (one, two) = (try floats([0], [1, 1, 1]), try floats([4], [1, 1, 1]))
    let past = try floats([2], [1, 1, 1, 1])
    let outputs = try node.outputs(
      [one, one, two, nil, nil, nil, past, past], wanted: [true, true, true, true])
    #expect(outputs.map { $0?.doubles } == [[3], [2, 0], [2, 4], [0, 0]])
    #expect(outputs[1]?.shape == [1, 1, 2, 1])
  }

  /// W makes queries and keys 0, and values of the input.
  @Test("Attention makes queries, keys and values of its input")
  func projected() throws {
    let node = try MicrosoftNode("Attention", ["num_heads": .int(1)], inputs: 5, outputs: 2)
    let w = try floats([0, 0, 1], [1, 3])
    let outputs = try node.outputs(
      [
        try floats([1, 3], [1, 2, 1]), w, nil, try codes([3, 1]),
        try floats([7, 5], [2, 1, 1, 1, 1]),
      ], wanted: [true, true])
    // Keys 1 and 2 of three are visible.
    #expect(near(try #require(outputs[0]?.doubles), [2, 2]))
    #expect(outputs[1]?.doubles == [7, 0, 0, 5, 1, 3])
  }

  @Test("QAttention takes zero points off, and scales")
  func quantised() throws {
    let node = try MicrosoftNode("QAttention", ["num_heads": .int(1)], inputs: 9)
    let y = try node.evaluate(
      try Tensor([UInt8(11), 13], shape: [1, 2, 1]), try Tensor([Int8(1), 1, 3], shape: [1, 3]),
      try floats([0, 0, 100]), try floats([2], []), try floats([0.5], []), nil,
      try Tensor([UInt8(10)], shape: []), try Tensor([Int8(1)], shape: []), nil)
    // Values are (11 - 10) · (3 - 1) · 1 + 100 and (13 - 10) · 2 + 100; queries are 0.
    #expect(near(try #require(y.doubles), [104, 104]))
  }

  @Test("what is not supported is said", arguments: ["do_rotary", "past_present_share_buffer"])
  func refusals(name: String) {
    #expect(throws: OperatorError.unsupported(name)) {
      try MicrosoftNode("Attention", ["num_heads": .int(1), name: .int(1)], inputs: 2)
    }
  }

  /// Row 1 of the tables turns by a right angle: (a, b) becomes (-b, a).
  @Test("RotaryEmbedding counts positions from one id, or takes each one's")
  func rotary() throws {
    let (cos, sin) = (try floats([1, 0], [2, 1]), try floats([0, 1], [2, 1]))
    let x = try floats([1, 2, 3, 4], [1, 2, 2])
    func y(_ ids: [Int64], _ shape: Shape) throws -> [Double] {
      try MicrosoftNode("RotaryEmbedding", inputs: 4)
        .numbers(x, try Tensor(ids, shape: shape), cos, sin)
    }
    #expect(try y([0], [1]) == [1, 2, -4, 3])
    #expect(try y([1, 0], [1, 2]) == [-2, 1, 3, 4])
    #expect(throws: OperatorError.index(2, extent: 2)) { try y([1], [1]) }
  }
}
