import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("onnxruntime's normalisations") struct MicrosoftNormalizationTests {
  /// Rows [3, 4] with a mean square of 12.5, and [1, -1] with 1.
  @Test("SimplifiedLayerNormalization divides by the root of the mean square")
  func simplified() throws {
    let node = try MicrosoftNode(
      "SimplifiedLayerNormalization", ["epsilon": .float(0)], inputs: 2, outputs: 2)
    let outputs = try node.outputs(
      [try floats([3, 4, 1, -1], [2, 2]), try floats([2, 10])], wanted: [true, true])
    let inverse = 1 / 12.5.squareRoot()
    #expect(near(try #require(outputs[0]?.doubles), [6 * inverse, 40 * inverse, 2, -10]))
    #expect(near(try #require(outputs[1]?.doubles), [inverse, 1]))
    #expect(outputs[1]?.shape == [2, 1] && outputs[1]?.dtype == .float)
  }

  @Test("SimplifiedLayerNormalization is found in ai.onnx too")
  func isInBothDomains() throws {
    let type = try #require(
      OperatorCatalog.standard.find("SimplifiedLayerNormalization", domain: ""))
    #expect(type.schema.domain == "com.microsoft")
    let node = try MicrosoftNode("SimplifiedLayerNormalization", inputs: 2)
    #expect(node.operation.title.domain == "")
    #expect(OperatorCatalog.standard.find("SkipLayerNormalization", domain: "") == nil)
  }

  /// The sum is [1, 3], twice; bias makes it [2, 2] and then [3, 4] of a mean square of 12.5.
  @Test("Skip normalisations give the sum too, and add a skip without a batch to all")
  func skips() throws {
    let x = try floats([0, 1, 0, 1], [2, 1, 2])
    let (skip, gamma, beta) = (
      try floats([1, 2], [1, 2]), try floats([1, 10]), try floats([5, 5])
    )
    let wanted = [true, true, true, true]
    let centered = try MicrosoftNode(
      "SkipLayerNormalization", ["epsilon": .float(0)], inputs: 5, outputs: 4
    ).outputs([x, skip, gamma, beta, nil], wanted: wanted)
    #expect(centered.map { $0?.doubles } == [[4, 15, 4, 15], [2, 2], [1, 1], [1, 3, 1, 3]])
    let simplified = try MicrosoftNode(
      "SkipSimplifiedLayerNormalization", ["epsilon": .float(0)], inputs: 4, outputs: 4
    ).outputs([x, skip, gamma, try floats([2, 1])], wanted: wanted)
    let inverse = 1 / 12.5.squareRoot()
    let y = [3 * inverse, 40 * inverse]
    #expect(near(try #require(simplified[0]?.doubles), y + y))
    #expect(simplified[1]?.doubles == [0, 0] && simplified[3]?.doubles == [3, 4, 3, 4])
  }

  @Test("a skip of one element a row is refused")
  func refusesNarrowSkips() throws {
    let node = try MicrosoftNode("SkipLayerNormalization", inputs: 3)
    #expect(throws: OperatorError.self) {
      try node.evaluate(
        try floats([1, 2], [1, 1, 2]), try floats([1, 2]), try floats([1, 1]))
    }
  }

  /// Words [0, 0] and [4, 0], positions [0, 0] and [0, 2], segment row [1, 1].
  @Test("EmbedLayerNormalization sums rows, and counts a mask's ones")
  func embeddings() throws {
    let node = try MicrosoftNode(
      "EmbedLayerNormalization", ["epsilon": .float(0)], inputs: 9, outputs: 3)
    let inputs: [Tensor?] = [
      try codes([1, 1], [1, 2]), nil, try floats([0, 0, 4, 0], [2, 2]),
      try floats([0, 0, 0, 2], [2, 2]), try floats([1, 1, 9, 9], [2, 2]), try floats([1, 1]),
      try floats([0, 10]), try codes([1, 2], [1, 2]),
    ]
    let outputs = try node.outputs(inputs, wanted: [true, true, true])
    #expect(outputs[0]?.doubles == [1, 9, 1, 9])
    #expect(outputs[1]?.doubles == [1])
    #expect(outputs[2]?.doubles == [5, 1, 5, 3])
  }

  @Test("EmbedLayerNormalization refuses segments without a table")
  func refusesLoneSegments() throws {
    let node = try MicrosoftNode("EmbedLayerNormalization", inputs: 7)
    let (ids, table, one) = (
      try codes([0], [1, 1]), try floats([1, 2], [1, 2]), try floats([1, 1])
    )
    #expect(throws: OperatorError.mismatch("segment_ids are given, but no segment_embedding")) {
      try node.evaluate(ids, ids, table, table, nil, one, one)
    }
  }
}
