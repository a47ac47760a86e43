import Graphs
import Tensors

/// `output = softmax(query · keyᵀ · scale + masks + attention_bias) · value`, over heads.
///
/// What hides keys is in ``MaskedAttention``. The bias is added to query, key and value first; of keys
/// and values with heads of their own only the query's part is used. Keys and values of steps before come
/// first; qk is the scores before the softmax.
///
/// - Shapes: query `[B, S, E]`, or `[B, S, H, 3, D]` with all three; key and value `[B, T, E]`,
///   `[B, H, T, D]`, or key `[B, T, H, 2, D]` with both; bias `[E + E + Ev]`; past and present
///   `[B, H, …, D]`; attention_bias broadcasts to `[B, H, S, T]`.
/// - Types: computed in float, rounded once.
/// - Source: onnxruntime MultiHeadAttention, com.microsoft 1.
struct MultiHeadAttention: Composite {
  static let schema = OperatorSchema(
    "MultiHeadAttention", domain: "com.microsoft",
    inputs: [
      .one("query", "T"), .optional("key", "T"), .optional("value", "T"), .optional("bias", "T"),
      .optional("key_padding_mask", "M"), .optional("attention_bias", "T"),
      .optional("past_key", "T"), .optional("past_value", "T"),
      .optional("past_sequence_length", "M"), .optional("cache_indirection", "M"),
    ],
    outputs: [
      .one("output", "T"), .optional("present_key", "T"), .optional("present_value", "T"),
      .optional("qk", "QK"),
    ],
    history: [
      .since(
        1, ["M": [.int32], "QK": .floats - [.double], "T": .floats - [.double]],
        attributes: [
          MaskedAttention.maskFilterValue.optional, MaskedAttention.numHeads.required,
          MaskedAttention.scale.optional, MaskedAttention.unidirectional.or(0),
        ])
    ])
  static let tolerance = Tolerance.accumulated

  let attention: MaskedAttention

  init(_ node: NodeReader) throws(OperatorError) { attention = try MaskedAttention(node) }

  /// The extents of a node.
  private struct Extents {
    var batch: Dimension
    var queries: Dimension
    var newKeys: Dimension
    var past: Dimension
    var headSize: Dimension
    var valueSize: Dimension
    var keys: Dimension { past + newKeys }
  }

  private func extents(_ inputs: Inference) throws(OperatorError) -> Extents? {
    let heads = attention.heads
    for index in 8...9 where inputs.has(index) {
      throw .unsupported("the input \(Self.schema.history[0].inputs[index].name)")
    }
    func size(_ width: Dimension) throws(OperatorError) -> Dimension {
      guard width.value.map({ $0 % heads == 0 }) ?? true else {
        throw .mismatch("a width of \(width) is not made of \(heads) heads")
      }
      return width.map { $0 / heads }
    }
    guard let q = try inputs.tensor(0).dims else { return nil }
    let past = inputs.has(6) ? try inputs.tensor(6).dims : []
    guard let past else { return nil }
    guard past.isEmpty || past.count == 4 else {
      throw .rank(input: 6, found: past.count, expected: "4")
    }
    guard inputs.has(6) == inputs.has(7) else {
      throw .mismatch("past_key and past_value must be given together")
    }
    let before = past.isEmpty ? 0 : past[2]
    if q.count == 5 {
      guard !inputs.has(1), !inputs.has(2) else {
        throw .mismatch("a query that holds keys and values stands alone")
      }
      guard q[2].merged(with: .known(heads)) != nil, q[3].merged(with: 3) != nil else {
        throw .mismatch("a packed query is [B, S, \(heads), 3, D], but it is \(q)")
      }
      return Extents(
        batch: q[0], queries: q[1], newKeys: q[1], past: before, headSize: q[4], valueSize: q[4])
    }
    guard q.count == 3 else { throw .rank(input: 0, found: q.count, expected: "3 or 5") }
    guard inputs.has(1) else { throw .missingInput(1) }
    guard let k = try inputs.tensor(1).dims else { return nil }
    let headSize = try size(q[2])
    if k.count == 5 {
      guard !inputs.has(2), k[2].merged(with: .known(heads)) != nil, k[3].merged(with: 2) != nil
      else { throw .mismatch("packed keys and values are [B, T, \(heads), 2, D], but it is \(k)") }
      return Extents(
        batch: q[0], queries: q[1], newKeys: k[1], past: before, headSize: headSize,
        valueSize: k[4])
    }
    guard inputs.has(2) else { throw .missingInput(2) }
    guard let v = try inputs.tensor(2).dims else { return nil }
    guard k.count == v.count, k.count == 3 || k.count == 4 else {
      throw .mismatch("key and value must both have rank 3 or both have rank 4")
    }
    return Extents(
      batch: q[0], queries: q[1], newKeys: k.count == 3 ? k[1] : k[2], past: before,
      headSize: headSize, valueSize: k.count == 3 ? try size(v[2]) : v[3])
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let dtype = try inputs.tensor(0).dtype
    let e = try extents(inputs)
    let heads = attention.heads
    try MaskedAttention.check(bias: 5, of: inputs, keys: e?.keys ?? .unknown)
    func type(_ dims: (Extents) -> [Dimension]) -> ValueType {
      .tensor(TensorType(dtype, e.map(dims)))
    }
    let types = [
      type { [$0.batch, $0.queries, $0.valueSize * .known(heads)] },
      type { [$0.batch, .known(heads), $0.keys, $0.headSize] },
      type { [$0.batch, .known(heads), $0.keys, $0.valueSize] },
      type { [$0.batch, .known(heads), $0.queries, $0.keys] },
    ]
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    guard let e = try extents(inputs), let batch = e.batch.value, let queries = e.queries.value,
      let past = e.past.value, let size = e.headSize.value,
      let valueSize = e.valueSize.value, let keys = e.keys.value
    else { throw .unknownValue(input: 0) }
    let (dtype, heads) = (try inputs.tensor(0).dtype, attention.heads)
    var builder = GraphBuilder("MultiHeadAttention", opset: 23)
    var given: [ValueID?] = []
    for index in 0..<8 {
      let value = inputs.has(index) ? builder.input() : nil
      given.append(
        index == 4
          ? value
          : try value.map { value throws(OperatorError) in
            try builder.cast(value, from: dtype, to: .float)
          })
    }
    var parts = try parts(given, inputs, &builder)
    try addBias(given[3], to: &parts, [heads * size, heads * size, heads * valueSize], &builder)
    let isPacked = !parts[1].hasHeads
    if !isPacked {
      parts[0].value = try builder.splitHeads(
        parts[0].value, [batch, queries, heads, size])
    }
    let mask = given[4]
    let maskShape = mask == nil ? nil : try inputs.tensor(4).shape
    let scored = MaskedAttention.Inputs(
      q: parts[0].value, k: parts[1].value, v: parts[2].value, isPacked: isPacked,
      mask: mask.flatMap { mask in maskShape.map { (mask, $0) } }, bias: given[5],
      past: given[6].flatMap { key in given[7].map { (key, $0) } }, batch: batch,
      queries: queries, pastLength: past, keys: keys)
    let wantsScores = wanted.count > 3 && wanted[3]
    let outputs = try attention.outputs(scored, showsScores: wantsScores, in: &builder)
    let y =
      isPacked
      ? outputs[0]
      : try builder.joinHeads(outputs[0], [batch, queries, heads * valueSize])
    return builder.composed(
      try builder.cast(y, from: .float, to: dtype),
      try builder.cast(outputs[1], from: .float, to: dtype),
      try builder.cast(outputs[2], from: .float, to: dtype),
      wantsScores ? try builder.cast(outputs[3], from: .float, to: dtype) : nil)
  }

  private struct Part {
    var value: ValueID
    /// Whether it is `[B, H, …, D]` already.
    var hasHeads: Bool
  }

  /// Query, key and value, apart from each other.
  private func parts(
    _ given: [ValueID?], _ inputs: Inference, _ builder: inout GraphBuilder
  ) throws(OperatorError) -> [Part] {
    guard let q = given[0], let type = try inputs.tensor(0).shape else { throw .missingInput(0) }
    func unpacked(
      _ packed: ValueID, _ shape: Shape, _ count: Int
    ) throws(OperatorError) -> [Part] {
      var parts: [Part] = []
      for part in try builder.split(packed, Array(repeating: 1, count: count), axis: 3) {
        let joined = try builder.reshape(part, [shape[0], shape[1], shape[2] * shape[4]])
        parts.append(Part(value: joined, hasHeads: false))
      }
      return parts
    }
    if type.rank == 5 { return try unpacked(q, type, 3) }
    guard let k = given[1], let keyType = try inputs.tensor(1).shape else { throw .missingInput(1) }
    let query = Part(value: q, hasHeads: false)
    if keyType.rank == 5 { return [query] + (try unpacked(k, keyType, 2)) }
    guard let v = given[2] else { throw .missingInput(2) }
    let hasHeads = keyType.rank == 4
    return [query, Part(value: k, hasHeads: hasHeads), Part(value: v, hasHeads: hasHeads)]
  }

  private func addBias(
    _ bias: ValueID?, to parts: inout [Part], _ widths: [Int], _ builder: inout GraphBuilder
  ) throws(OperatorError) {
    guard let bias else { return }
    let biases = try builder.split(bias, widths, axis: 0)
    for index in parts.indices where !parts[index].hasHeads {
      parts[index].value = try builder.apply("Add", parts[index].value, biases[index])
    }
  }
}

extension GraphBuilder {
  /// `[B, L, H · D]` as `[B, H, L, D]`.
  ///
  /// - Parameter dims: `[B, L, H, D]`.
  mutating func splitHeads(_ x: ValueID, _ dims: [Int]) throws(OperatorError) -> ValueID {
    try transpose(try reshape(x, dims), [0, 2, 1, 3])
  }

  /// `[B, H, L, D]` as `[B, L, H · D]`.
  mutating func joinHeads(_ x: ValueID, _ dims: [Int]) throws(OperatorError) -> ValueID {
    try reshape(try transpose(x, [0, 2, 1, 3]), dims)
  }
}

extension MultiHeadAttention {
  private static let plain: [Draw?] = [.normal(2, 3, 8), .normal(2, 5, 8), .normal(2, 5, 8)]

  static let samples: [Sample] = [
    with(plain), with([.normal(2, 3, 8), .normal(2, 5, 8), .normal(2, 5, 12), .normal(28)]),
    with(plain + [nil, .list(3, 5)]), with(plain + [.normal(24), .list(4, 1, 0, 0, 0, 0, 0, 0)]),
    with(plain + [nil, .list([1, 1, 0, 1, 0, 0, 1, 1, 1, 2], [2, 5])]),
    with(plain + [nil, .list([1, 0, 1, 1, 0, 0, 1], [2, 3, 5])], ["mask_filter_value": -100.0]),
    with(plain + [nil, nil, .normal(1, 2, 3, 5)]), with(plain + [nil, nil, .normal(2, 1, 3, 5)]),
    with(
      [.normal(2, 3, 8), .normal(2, 3, 8), .normal(2, 3, 8), nil, nil, nil]
        + [.normal(2, 2, 4, 4), .normal(2, 2, 4, 4)]
    ).outputs(true, true, true),
    with(plain, ["unidirectional": 1]),
    with(
      [.normal(1, 7, 6), .normal(1, 7, 6), .normal(1, 7, 6)], ["unidirectional": 1, "num_heads": 3]),
    with(plain + [nil, .list(3, 5)], ["scale": 0.25]).outputs(true, false, false, true),
    with([.normal(2, 3, 8), .normal(2, 2, 5, 4), .normal(2, 2, 5, 4), .normal(24)]),
    with([.normal(2, 3, 2, 3, 4)]), with([.normal(2, 3, 8), .normal(2, 5, 2, 2, 4)]),
    with([.normal(1, 33, 64), .normal(1, 65, 64), .normal(1, 65, 64)], ["num_heads": 4]),
    .refused(.attribute, "num_heads is required", plain),
    refusal(.attribute, "num_heads is 1 or more", plain, ["num_heads": 0]),
    refusal(.shape, "a width is made of heads", plain, ["num_heads": 3]),
    refusal(.missing, "keys and values come together", [.normal(2, 3, 8), .normal(2, 5, 8)]),
    refusal(
      .missing, "past_key and past_value come together",
      plain + [nil, nil, nil, .normal(2, 2, 4, 4)]),
    refusal(.shape, "a mask has one of its forms", plain + [nil, .integers(0...1, 2, 4)]),
    refusal(.shape, "the bias has all widths", plain + [.normal(20)]),
    refusal(
      .shape, "key has the query's batch", [.normal(2, 3, 8), .normal(3, 5, 8), .normal(3, 5, 8)]),
    refusal(
      .shape, "attention_bias has a column a key", plain + [nil, nil, .normal(1, 2, 3, 4)]),
  ]

  private static func with(
    _ inputs: [Draw?], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs, ["num_heads": 2].merging(attributes) { $1 }).tied("QK", to: "T")
  }

  private static func refusal(
    _ kind: Refusal.Kind, _ clause: String, _ inputs: [Draw?],
    _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    .refused(kind, clause, inputs, ["num_heads": 2].merging(attributes) { $1 })
  }
}
