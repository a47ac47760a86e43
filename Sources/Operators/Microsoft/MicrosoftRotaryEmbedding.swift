import Graphs
import Tensors

/// Rotates pairs of each head's elements by its position's angles: RotaryEmbedding with other inputs.
///
/// One position id is where the first position of every batch starts; with `[B, S]` each has its own.
/// The attributes `scale` and `is_packed_batching` change nothing.
///
/// - Shapes: input `[B, H, S, D]` or `[B, S, H · D]`; the caches `[P, R]`, of which the first 2R elements
///   of a head are rotated. Of an input of rank 3, D is 2R unless `num_heads` is given.
/// - Source: onnxruntime RotaryEmbedding, com.microsoft 1.
struct MicrosoftRotaryEmbedding: Composite {
  static let interleaved = AttributeKey<Int>("interleaved")
  static let isPackedBatching = AttributeKey<Int>("is_packed_batching")
  static let numHeads = AttributeKey<Int>("num_heads")
  static let rotaryEmbeddingDim = AttributeKey<Int>("rotary_embedding_dim")
  static let scale = AttributeKey<Float>("scale")
  static let schema = OperatorSchema(
    "RotaryEmbedding", domain: "com.microsoft",
    inputs: [
      .one("input", "T"), .one("position_ids", "M"), .one("cos_cache", "T"),
      .one("sin_cache", "T"),
    ], outputs: [.one("output", "T")],
    history: [
      .since(
        1, ["T": .floats - [.double], "M": [.int64]],
        attributes: [
          interleaved.optional, isPackedBatching.optional, numHeads.optional,
          rotaryEmbeddingDim.optional, scale.optional,
        ])
    ])
  static let tolerance = Tolerance.ulps(4)

  let isInterleaved: Bool
  let headCount: Int
  let rotatedSize: Int

  init(_ node: NodeReader) throws(OperatorError) {
    isInterleaved = node[ifPresent: Self.interleaved] ?? 0 != 0
    headCount = node[ifPresent: Self.numHeads] ?? 0
    rotatedSize = node[ifPresent: Self.rotaryEmbeddingDim] ?? 0
    guard headCount >= 0 else {
      throw .attribute("num_heads", found: "\(headCount)", expected: "0 or more")
    }
    guard rotatedSize >= 0, rotatedSize % 2 == 0 else {
      throw .attribute("rotary_embedding_dim", found: "\(rotatedSize)", expected: "even")
    }
    guard rotatedSize == 0 || headCount > 0 else {
      throw .mismatch("rotary_embedding_dim needs num_heads")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(try inputs.tensor(0))]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    guard let x = try inputs.tensor(0).shape, let positions = try inputs.tensor(1).shape,
      let cosines = try inputs.tensor(2).shape
    else { throw .unknownValue(input: 0) }
    guard x.rank == 3 || x.rank == 4 else {
      throw .rank(input: 0, found: x.rank, expected: "3 or 4")
    }
    guard cosines.rank == 2 else { throw .rank(input: 2, found: cosines.rank, expected: "2") }
    let (batch, length) = (x[0], x.rank == 3 ? x[1] : x[2])
    var attributes: [String: AttributeValue] = [
      "interleaved": .int(isInterleaved ? 1 : 0), "rotary_embedding_dim": .int(Int64(rotatedSize)),
    ]
    if x.rank == 3 { attributes["num_heads"] = .int(Int64(try heads(x[2], half: cosines[1]))) }
    var builder = GraphBuilder("RotaryEmbedding", opset: 23)
    let inputs = (0..<4).map { _ in builder.input() }
    var ids = inputs[1]
    if positions == [1] {
      let steps = try builder.cast(try builder.counting(length), from: .int32, to: .int64)
      ids = try builder.apply(
        "Expand", try builder.apply("Add", ids, steps), try builder.integers([batch, length]))
    } else if positions != [batch, length] {
      throw .mismatch("position_ids \(positions) do not fit an input of \(x)")
    }
    return builder.composed(
      try builder.apply(
        "RotaryEmbedding", inputs[0], inputs[2], inputs[3], ids, attributes: attributes))
  }

  private func heads(_ width: Int, half: Int) throws(OperatorError) -> Int {
    if headCount > 0 { return headCount }
    let (size, overflow) = half.multipliedReportingOverflow(by: 2)
    guard size > 0, !overflow, width % size == 0 else {
      throw .mismatch("a width of \(width) is not made of heads of 2 · \(half) elements")
    }
    return max(1, width / size)
  }
}

extension MicrosoftRotaryEmbedding {
  static let samples: [Sample] = [
    rotated([2, 3, 8], .list(0), half: 2),
    rotated([2, 3, 8], .list(5), half: 2, ["interleaved": 1]),
    rotated([2, 3, 8], .list([0, 9, 4, 1, 1, 7], [2, 3]), half: 2),
    rotated(
      [2, 3, 8], .list([0, 9, 4, 1, 1, 7], [2, 3]), half: 2, ["interleaved": 1, "num_heads": 2]),
    rotated([2, 2, 3, 4], .list(2), half: 2),
    rotated([2, 2, 3, 4], .list(2), half: 2, ["interleaved": 1]),
    rotated([2, 3, 16], .list(1), half: 1, ["num_heads": 2, "rotary_embedding_dim": 2]),
    rotated(
      [2, 3, 16], .list(1), half: 2, ["num_heads": 2, "rotary_embedding_dim": 4, "interleaved": 1]),
    rotated([1, 2, 3, 8], .list(1), half: 2, ["num_heads": 2, "rotary_embedding_dim": 4]),
    rotated([1, 3, 12], .list(0), half: 3), rotated([1, 1, 2], .list(9), half: 1),
    rotated([1, 9, 128], .list(1), half: 32, ["scale": 2.0, "is_packed_batching": 1]),
    refusal(
      .attribute, "rotary_embedding_dim needs num_heads", [2, 3, 8], .list(0),
      ["rotary_embedding_dim": 4]),
    refusal(.shape, "position_ids are one, or one a position", [2, 3, 8], .integers(0...9, 2)),
    refusal(.shape, "a width is made of heads", [2, 3, 7], .list(0)),
    refusal(.shape, "input has three or four axes", [3, 8], .list(0)),
    refusal(.range, "a position is a row of the caches", [2, 3, 8], .list(8)),
    refusal(.range, "a position is a row of the caches", [2, 3, 8], .list(-1)),
    .refused(
      .shape, "both caches are as large",
      [.normal(2, 3, 8), .list(0), .normal(10, 2), .normal(9, 2)]),
  ]

  private static func rotated(
    _ x: [Int], _ ids: Draw, half: Int, _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    let cache = Draw.uniform(-1...1, 12, half)
    return Sample([Draw(.normal(1), x), ids, cache, cache], attributes)
  }

  private static func refusal(
    _ kind: Refusal.Kind, _ clause: String, _ x: [Int], _ ids: Draw,
    _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    .refused(
      kind, clause, [Draw(.normal(1), x), ids, .normal(10, 2), .normal(10, 2)], attributes)
  }
}
