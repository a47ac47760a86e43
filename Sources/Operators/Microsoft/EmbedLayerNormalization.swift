import Graphs
import Tensors

/// The embeddings of words, positions and segments, summed and normalised along their last axis.
///
/// `embedding_sum = word[input_ids] + position[position_ids] + segment[segment_ids]`,
/// `output = (sum - mean) / √(variance + epsilon) · gamma + beta`, and mask_index counts a row's mask
/// entries of 1.
///
/// Without position_ids a row's positions are 0, 1, …; without segment_ids a segment table's row 0 is
/// added; without a mask, mask_index is 0.
///
/// - Shapes: ids and mask `[B, S]`, position_ids `[B, S]` or `[1, S]`, tables `[…, E]`, gamma and beta
///   `[E]`; output and embedding_sum `[B, S, E]`, mask_index `[B]`.
/// - Types: sums and norm in float, rounded once.
/// - Source: onnxruntime EmbedLayerNormalization, com.microsoft 1.
struct EmbedLayerNormalization: Composite {
  static let epsilon = AttributeKey<Float>("epsilon")
  static let maskIndexType = AttributeKey<Int>("mask_index_type")
  static let schema = OperatorSchema(
    "EmbedLayerNormalization", domain: "com.microsoft",
    inputs: [
      .one("input_ids", "T1"), .optional("segment_ids", "T1"), .one("word_embedding", "T"),
      .one("position_embedding", "T"), .optional("segment_embedding", "T"), .one("gamma", "T"),
      .one("beta", "T"), .optional("mask", "T1"), .optional("position_ids", "T1"),
    ],
    outputs: [
      .one("output", "T"), .optional("mask_index", "T1"), .optional("embedding_sum", "T"),
    ],
    history: [
      .since(
        1, ["T": [.float16, .float], "T1": [.int32]],
        attributes: [epsilon.or(1e-12), maskIndexType.optional])
    ])
  static let tolerance = Tolerance.accumulated

  let epsilon: Float

  init(_ node: NodeReader) throws(OperatorError) { epsilon = try node[Self.epsilon] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (ids, word) = (try inputs.tensor(0), try inputs.tensor(2))
    for index in [0, 1, 2, 3, 4, 7, 8] where inputs.has(index) {
      if let rank = try inputs.tensor(index).rank, rank != 2 {
        throw .rank(input: index, found: rank, expected: "2")
      }
    }
    if inputs.has(1), !inputs.has(4) {
      throw .mismatch("segment_ids are given, but no segment_embedding")
    }
    try checkExtents(inputs)
    let dims = ids.dims.flatMap { ids in word.dims.map { ids + [$0[1]] } }
    let types: [ValueType] = [
      .tensor(TensorType(word.dtype, dims)),
      .tensor(TensorType(.int32, ids.dims.map { [$0[0]] })),
      .tensor(TensorType(word.dtype, dims)),
    ]
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  /// - Throws: `.mismatch` where an input does not fit the ids or the width of the embedding.
  private func checkExtents(_ inputs: Inference) throws(OperatorError) {
    func fits(_ index: Int, _ axis: Int, _ other: Int, _ own: Int) throws(OperatorError) -> Bool {
      guard inputs.has(index), let a = try inputs.tensor(index).dims,
        let b = try inputs.tensor(other).dims, axis < a.count
      else { return true }
      return a[axis].merged(with: b[own]) != nil
    }
    for index in [1, 7] {
      guard try fits(index, 0, 0, 0), try fits(index, 1, 0, 1) else {
        throw .mismatch("input \(index) does not have the shape of input_ids")
      }
    }
    guard try fits(8, 1, 0, 1) else {
      throw .mismatch("position_ids and input_ids differ in their length")
    }
    for index in [3, 4] {
      guard try fits(index, 1, 2, 1) else {
        throw .mismatch("input \(index) and word_embedding differ in their width")
      }
    }
    for index in [5, 6] {
      if let rank = try inputs.tensor(index).rank, rank != 1 {
        throw .rank(input: index, found: rank, expected: "1")
      }
      guard try fits(index, 0, 2, 1) else {
        throw .mismatch("input \(index) does not have the width of word_embedding")
      }
    }
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    guard let ids = try inputs.tensor(0).shape, let places = try inputs.tensor(3).shape else {
      throw .unknownValue(input: 0)
    }
    let dtype = try inputs.tensor(2).dtype
    var builder = GraphBuilder("EmbedLayerNormalization", opset: 21)
    var given: [ValueID?] = []
    for index in 0..<9 { given.append(inputs.has(index) ? builder.input() : nil) }
    func rows(_ table: Int, _ ids: ValueID?) throws(OperatorError) -> ValueID? {
      guard let table = given[table] else { return nil }
      let rows =
        if let ids {
          try builder.apply("Gather", table, ids)
        } else if given[4] == table {
          try builder.slice(table, 0..<1, axis: 0)
        } else {
          try builder.slice(table, 0..<ids0, axis: 0)
        }
      return try builder.cast(rows, from: dtype, to: .float)
    }
    let ids0 = ids[1]
    guard given[8] != nil || ids0 <= places[0] else {
      throw .mismatch("position_embedding has \(places[0]) rows for sequences of \(ids0)")
    }
    var sum = try rows(2, given[0])
    for part in [try rows(3, given[8]), try rows(4, given[1])] {
      if let part, let left = sum { sum = try builder.apply("Add", left, part) }
    }
    guard let sum, let gamma = given[5], let beta = given[6] else { throw .missingInput(2) }
    let y = try builder.apply(
      "LayerNormalization", sum, try builder.cast(gamma, from: dtype, to: .float),
      try builder.cast(beta, from: dtype, to: .float), attributes: ["epsilon": .float(epsilon)])
    return builder.composed(
      try builder.cast(y, from: .float, to: dtype),
      wants(1, wanted) ? try counts(given[7], ids[0], &builder) : nil,
      wants(2, wanted) ? try builder.cast(sum, from: .float, to: dtype) : nil)
  }

  private func wants(_ index: Int, _ wanted: [Bool]) -> Bool {
    index < wanted.count && wanted[index]
  }

  /// How many entries of each row of a mask are 1.
  private func counts(
    _ mask: ValueID?, _ rows: Int, _ builder: inout GraphBuilder
  ) throws(OperatorError) -> ValueID {
    guard let mask else {
      try TensorType(.int32, [rows]).checkListing()
      return builder.constant(
        try tensors { () throws(TensorError) in
          try Tensor(Buffer<Int32>(repeating: 0, count: rows), shape: [rows])
        })
    }
    let one = builder.constant(
      try tensors { () throws(TensorError) in try Tensor([Int32(1)], shape: []) })
    let hits = try builder.cast(
      try builder.apply("Equal", mask, one), from: .bool, to: .int32)
    return try builder.apply(
      "ReduceSum", hits, try builder.integers([1]), attributes: ["keepdims": .int(0)])
  }
}

extension EmbedLayerNormalization {
  private static let ids = Draw.integers(0...9, 2, 4)
  private static let norm: [Draw?] = [.normal(8), .normal(8)]
  private static let tables: [Draw?] = [.normal(10, 8), .normal(6, 8), .normal(2, 8)]

  static let samples: [Sample] = [
    Sample([ids, .integers(0...1, 2, 4)] + tables + norm).outputs(true, true),
    Sample([ids, nil] + tables.prefix(2) + [nil] + norm).outputs(true, true),
    Sample([ids, nil] + tables + norm).outputs(true, true, true),
    Sample([ids, nil] + tables.prefix(2) + [nil] + norm).outputs(true),
    Sample(
      [ids, .integers(0...1, 2, 4)] + tables + norm + [.integers(0...2, 2, 4)], ["epsilon": 0.5]
    )
    .outputs(true, true),
    Sample([ids, nil] + tables.prefix(2) + [nil] + norm + [nil, .integers(0...5, 2, 4)])
      .outputs(true, false, true),
    Sample(
      [ids, nil] + tables.prefix(2) + [nil] + norm + [.list([0], [2, 4]), .integers(0...5, 1, 4)]
    )
    .outputs(true, true, true),
    Sample([
      .integers(0...9, 1, 1), nil, .normal(10, 130), .normal(1, 130), nil, .normal(130),
      .normal(130),
    ])
    .outputs(true, true),
    .refused(
      .missing, "segment_ids need a table",
      [ids, .integers(0...1, 2, 4)] + tables.prefix(2) + [nil] + norm
    )
    .outputs(true, true),
    .refused(
      .shape, "segment_ids have the shape of input_ids",
      [ids, .integers(0...1, 2, 3)] + tables + norm
    )
    .outputs(true, true),
    .refused(
      .shape, "mask has the shape of input_ids",
      [ids, nil] + tables + norm + [.integers(0...1, 2, 3)]
    )
    .outputs(true, true),
    .refused(
      .shape, "gamma has the tables' width", [ids, nil] + tables + [.normal(7), .normal(8)]
    )
    .outputs(true, true),
    .refused(
      .range, "an id is a row of its table", [.integers(10...12, 2, 4), nil] + tables + norm
    )
    .outputs(true, true),
    .refused(
      .range, "a position is a row of its table", [.integers(0...9, 2, 7), nil] + tables + norm
    )
    .outputs(true, true),
  ]
}
