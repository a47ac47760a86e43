import Graphs
import Tensors
import Testing

@testable import Operators

/// Queries of 0 weigh all keys that they see alike: results are means of values, one element a head.
@Suite("GroupQueryAttention") struct GroupQueryAttentionTests {
  private func run(
    new: [Float], past: [Float]? = nil, lengths: [Int32], total: Int32,
    _ attributes: [String: AttributeValue] = [:], others: [Int: Tensor] = [:]
  ) throws -> [Tensor?] {
    let count = new.count / lengths.count
    let base: [String: AttributeValue] = ["num_heads": .int(1), "kv_num_heads": .int(1)]
    let node = try MicrosoftNode(
      "GroupQueryAttention", attributes.merging(base) { first, _ in first }, inputs: 17, outputs: 4)
    let shape: Shape = [lengths.count, count, 1]
    let values = try floats(new, shape)
    let cache = try past.map {
      try floats($0, [lengths.count, 1, $0.count / lengths.count, 1])
    }
    var inputs: [Tensor?] = [
      try floats(new.map { _ in 0 }, shape), values, values, cache, cache,
      try codes(lengths.map { $0 - 1 }), try codes([total]),
    ]
    inputs += Array(repeating: nil, count: 10)
    for (index, tensor) in others { inputs[index] = tensor }
    return try node.outputs(inputs, wanted: [true, true, true, attributes["qk_output"] != nil])
  }

  @Test("a prompt's queries see the keys up to their own")
  func prompt() throws {
    let outputs = try run(new: [1, 2, 6], lengths: [3], total: 3)
    #expect(near(try #require(outputs[0]?.doubles), [1, 1.5, 3]))
    #expect(outputs[1]?.doubles == [1, 2, 6] && outputs[2]?.shape == [1, 1, 3, 1])
  }

  @Test("padding of a prompt is cached, and seen by nobody")
  func padding() throws {
    let outputs = try run(new: [1, 2, 6], lengths: [2], total: 3)
    #expect(near(try #require(outputs[0]?.doubles), [1, 1.5, 1.5]))
    #expect(outputs[1]?.doubles == [1, 2, 6])
  }

  @Test("a step's keys follow each row's own")
  func ragged() throws {
    let outputs = try run(new: [9, 9], past: [1, 2, 0, 5, 8, 8], lengths: [3, 2], total: 3)
    #expect(near(try #require(outputs[0]?.doubles), [4, 7]))
    #expect(outputs[1]?.doubles == [1, 2, 9, 5, 9, 0])
  }

  @Test("a cache that is full grows")
  func growing() throws {
    let outputs = try run(new: [3], past: [1, 2], lengths: [3], total: 3)
    #expect(near(try #require(outputs[0]?.doubles), [2]))
    #expect(outputs[2]?.doubles == [1, 2, 3])
  }

  @Test("a window of w shows w keys, its own included; one of 0 shows none")
  func windows() throws {
    func y(_ window: Int64) throws -> [Double]? {
      try run(
        new: [8], past: [1, 2, 4], lengths: [4], total: 4, ["local_window_size": .int(window)])[0]?
        .doubles
    }
    #expect(try y(2) == [6] && y(1) == [8] && y(0) == [0])
    #expect(near(try #require(try y(-1)), [3.75]))
  }

  @Test("a sink takes a share of the weights, and shows in no other way")
  func sinks() throws {
    let step: [String: AttributeValue] = ["qk_output": .int(2), "smooth_softmax": .int(1)]
    let smooth = try run(new: [8], past: [4], lengths: [2], total: 2, step)
    #expect(near(try #require(smooth[0]?.doubles), [4]))
    #expect(near(try #require(smooth[3]?.doubles), [1.0 / 3, 1.0 / 3]))
    let heavy = try run(
      new: [8], past: [4], lengths: [2], total: 2, others: [11: try floats([-.infinity])])
    #expect(near(try #require(heavy[0]?.doubles), [6]))
  }

  @Test("a cache of codes is read back, new keys too")
  func codes8() throws {
    let types: [String: AttributeValue] = [
      "k_quant_type": .string("PER_TENSOR"), "v_quant_type": .string("PER_TENSOR"),
    ]
    let scale = try floats([2])
    let past = try Tensor([Int8(3)], shape: [1, 1, 1, 1])
    let outputs = try run(
      new: [5], lengths: [2], total: 2, types, others: [3: past, 4: past, 12: scale, 13: scale])
    // 5 / 2 is a tie and becomes 2, so that the values are 6 and 4.
    #expect(near(try #require(outputs[0]?.doubles), [5]))
    #expect(outputs[1]?.dtype == .int8 && outputs[1]?.doubles == [3, 2])
  }

  /// A cache of 3 rows with a window of 2 drops 2 rows at once.
  @Test("a cache of the last positions drops rows where it is full")
  func sliding() throws {
    let settings: [String: AttributeValue] = [
      "sliding_window_cache": .int(1), "local_window_size": .int(2),
    ]
    let full = try run(new: [8], past: [1, 2, 4], lengths: [4], total: 4, settings)
    #expect(full[0]?.doubles == [6] && full[1]?.doubles == [4, 8, 0])
    let after = try run(new: [16], past: [4, 8, 0], lengths: [5], total: 5, settings)
    #expect(after[0]?.doubles == [12] && after[1]?.doubles == [4, 8, 16])
  }

  @Test("lengths and counts stay inside of their extents", arguments: [-1, 4] as [Int32])
  func extents(length: Int32) {
    #expect(throws: OperatorError.index(Int(length) - 1, extent: 3)) {
      try run(new: [8], past: [1, 2], lengths: [length], total: 3)
    }
    #expect(throws: OperatorError.index(2, extent: 2)) {
      try run(
        new: [8], past: [1, 2], lengths: [3], total: 3,
        others: [16: try codes([2])])
    }
  }

  @Test("a total that fits neither the cache nor its growth is refused")
  func totals() {
    #expect(throws: OperatorError.self) { try run(new: [8], past: [1], lengths: [3], total: 3) }
  }
}
