import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("What attention's kin mean") struct AttentionMeaningTests {
  static func rows() throws -> [Meaning] {
    let heads: [String: AttributeValue] = [
      "q_num_heads": .int(1), "kv_num_heads": .int(1), "scale": .float(1),
    ]
    return [
      // A quarter turn of (1, 2), half the row apart and side by side; the last elements stay.
      Meaning(
        "RotaryEmbedding", 23, ["num_heads": .int(1)], of: try .floats(1, 2, shape: [1, 1, 2]),
        try .floats(0, shape: [1, 1, 1]), try .floats(1, shape: [1, 1, 1]),
        is: try .floats(-2, 1, shape: [1, 1, 2])),
      Meaning(
        "RotaryEmbedding", 23,
        ["num_heads": .int(1), "interleaved": .int(1), "rotary_embedding_dim": .int(2)],
        of: try .floats(1, 2, 9, 8, shape: [1, 1, 4]), try .floats(1, 0, shape: [2, 1]),
        try .floats(0, 1, shape: [2, 1]), try .ints(1, shape: [1, 1]),
        is: try .floats(-2, 1, 9, 8, shape: [1, 1, 4])),
      // P = 5, 1, 2 under the kernel (10, 1) with a bias of 100; 2 is carried on.
      Meaning(
        "CausalConvWithState", 27, of: try .floats(1, 2, shape: [1, 1, 2]),
        try .floats(10, 1, shape: [1, 1, 2]), try .floats(100), try .floats(5, shape: [1, 1, 1]),
        is: try .floats(151, 112, shape: [1, 1, 2]), try .floats(2, shape: [1, 1, 1])),
      // S = 2 · 3 = 6, read by q = 1; then S = 6 + 1 · 4, read by q = 5.
      Meaning(
        "LinearAttention", 27, heads.merging(["update_rule": .string("linear")]) { $1 },
        of: try .floats(1, 5, shape: [1, 2, 1]), try .floats(2, 1, shape: [1, 2, 1]),
        try .floats(3, 4, shape: [1, 2, 1]), is: try .floats(6, 50, shape: [1, 2, 1]),
        try .floats(10, shape: [1, 1, 1, 1])),
      // The delta rule writes β (v - S k) = 0.5 · (4 - 6 · 1) = -1 into S = 6.
      Meaning(
        "LinearAttention", 27, heads.merging(["update_rule": .string("delta")]) { $1 },
        of: try .floats(1, shape: [1, 1, 1]), try .floats(1, shape: [1, 1, 1]),
        try .floats(4, shape: [1, 1, 1]), try .floats(6, shape: [1, 1, 1, 1]), nil,
        try .floats(0.5, shape: [1, 1, 1]), is: try .floats(5, shape: [1, 1, 1]),
        try .floats(5, shape: [1, 1, 1, 1])),
    ]
  }

  @Test("holds", arguments: try rows())
  func holds(row: Meaning) throws { try row.check() }
}
