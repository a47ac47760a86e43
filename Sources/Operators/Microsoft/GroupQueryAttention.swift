import Graphs
import Tensors

/// Attention with a cache, of query heads that share keys and values.
///
/// `output = softmax(cap(q · kᵀ · scale) + attention_bias) · v` over the keys that a query sees: those of
/// its row's `seqlens_k + 1` positions that are not after it and not `local_window_size` or more before
/// it. Queries and new keys are rotated by their positions first where `do_rotary` says so; keys are
/// cached rotated, and read as the cache holds them, quantised or not.
///
/// - Shapes: see ``GroupedGeometry``; angles `[P, R]`, `2R ≤ D`; attention_bias `[1 or B, 1 or H, S, total]`
///   by absolute positions; output_qk `[B, H, S, total]`.
/// - Types: computed in float, rounded once.
/// - Edge cases: a query that sees no key gives 0, and so do rows past `query_seqlens`; rows of present
///   past the last key are 0.
/// - Throws: `.index` of a length, count or position that is outside of its extent.
/// - Source: onnxruntime GroupQueryAttention, com.microsoft 1.
struct GroupQueryAttention: Operator {
  static let causal = AttributeKey<Int>("causal")
  static let doRotary = AttributeKey<Int>("do_rotary")
  static let bitWidth = AttributeKey<Int>("kv_cache_bit_width")
  static let kvNumHeads = AttributeKey<Int>("kv_num_heads")
  static let localWindowSize = AttributeKey<Int>("local_window_size")
  static let numHeads = AttributeKey<Int>("num_heads")
  static let qkOutput = AttributeKey<Int>("qk_output")
  static let quantTypes = (
    key: AttributeKey<String>("k_quant_type"), value: AttributeKey<String>("v_quant_type")
  )
  static let rotaryInterleaved = AttributeKey<Int>("rotary_interleaved")
  static let scale = AttributeKey<Float>("scale")
  static let slidingWindowCache = AttributeKey<Int>("sliding_window_cache")
  static let smoothSoftmax = AttributeKey<Int>("smooth_softmax")
  static let softcap = AttributeKey<Float>("softcap")
  private static let epsilons = ["k_norm_epsilon", "q_norm_epsilon"].map { AttributeKey<Float>($0) }
  static let schema = OperatorSchema(
    "GroupQueryAttention", domain: "com.microsoft",
    inputs: [
      .one("query", "T"), .optional("key", "T"), .optional("value", "T"),
      .optional("past_key", "T_CACHE"), .optional("past_value", "T_CACHE"),
      .one("seqlens_k", "M"), .one("total_sequence_length", "M"), .optional("cos_cache", "T"),
      .optional("sin_cache", "T"), .optional("position_ids", "tensor(int64)"),
      .optional("attention_bias", "T"), .optional("head_sink", "T"),
      .optional("k_scale", "T_KV_SCALE"), .optional("v_scale", "T_KV_SCALE"),
      .optional("q_norm_weight", "T"), .optional("k_norm_weight", "T"),
      .optional("query_seqlens", "M"),
    ],
    outputs: [
      .one("output", "T"), .optional("present_key", "T_CACHE"),
      .optional("present_value", "T_CACHE"), .optional("output_qk", "T"),
    ],
    history: [
      .since(
        1,
        [
          "M": [.int32], "T": .floats - [.double],
          "T_CACHE": .floats - [.double] + [.float8e4m3fn, .int8, .uint8],
          "T_KV_SCALE": [.float],
        ],
        attributes: [
          causal.or(1), doRotary.optional, epsilons[0].optional, quantTypes.key.or("NONE"),
          bitWidth.optional, kvNumHeads.required, localWindowSize.or(-1), numHeads.required,
          epsilons[1].optional, AttributeKey<Float>("qk_norm_epsilon").or(1e-6), qkOutput.or(0),
          rotaryInterleaved.optional, scale.optional, slidingWindowCache.or(0),
          smoothSoftmax.or(-1), softcap.optional, quantTypes.value.or("NONE"),
        ])
    ])
  static let tolerance = Tolerance.accumulated

  let heads: (query: Int, key: Int)
  let rotates: Bool
  let isInterleaved: Bool
  let keepsWindow: Bool
  let bits: Int?
  let weighing: GroupedWeighing

  init(_ node: NodeReader) throws(OperatorError) {
    func count(_ key: AttributeKey<Int>) throws(OperatorError) -> Int {
      let count = try node[key]
      guard (1...1 << 20).contains(count) else {
        throw .attribute(key.name, found: "\(count)", expected: "1 to \(1 << 20)")
      }
      return count
    }
    heads = (try count(Self.numHeads), try count(Self.kvNumHeads))
    rotates = node[ifPresent: Self.doRotary] ?? 0 != 0
    isInterleaved = node[ifPresent: Self.rotaryInterleaved] ?? 0 != 0
    keepsWindow = try node[Self.slidingWindowCache] != 0
    bits = try Self.bits(node)
    let (isCausal, window) = (try node[Self.causal] != 0, try node[Self.localWindowSize])
    guard isCausal || window < 0 else {
      throw .mismatch("local_window_size is \(window), but causal is 0")
    }
    guard !keepsWindow || window > 0 else {
      throw .attribute("local_window_size", found: "\(window)", expected: "1 or more")
    }
    let shown = try node[Self.qkOutput]
    guard let shown = GroupedWeighing.Shown(rawValue: shown) else {
      throw .attribute("qk_output", found: "\(shown)", expected: "0, 1 or 2")
    }
    let scale = node[ifPresent: Self.scale] ?? 0
    weighing = GroupedWeighing(
      scale: scale == 0 ? nil : scale, cap: node[ifPresent: Self.softcap] ?? 0,
      isCausal: isCausal, window: window < 0 ? nil : min(window, Int(Int32.max)),
      isSmooth: try node[Self.smoothSoftmax] == 1, shown: shown)
  }

  private static func bits(_ node: NodeReader) throws(OperatorError) -> Int? {
    let types = [try node[quantTypes.key], try node[quantTypes.value]]
    for (type, key) in zip(types, [quantTypes.key, quantTypes.value])
    where !["NONE", "PER_TENSOR", "PER_CHANNEL"].contains(type) {
      throw .attribute(
        key.name, found: "'\(type)'", expected: "'NONE', 'PER_TENSOR' or 'PER_CHANNEL'")
    }
    guard types.contains(where: { $0 != "NONE" }) else { return nil }
    guard !types.contains("NONE") else {
      throw .mismatch("keys and values must both be quantised or both not")
    }
    let bits = node[ifPresent: bitWidth] ?? 8
    guard bits == 4 || bits == 8 else {
      throw .attribute("kv_cache_bit_width", found: "\(bits)", expected: "4 or 8")
    }
    return bits
  }

  static let gaps = [
    SampleGap(
      "T_CACHE", [.float8e4m3fn],
      because: "k_quant_type and kv_cache_bit_width describe integers, and nothing a float8")
  ]

  private var cacheType: DType? { bits.map { $0 == 8 ? .int8 : .uint8 } }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let query = try inputs.tensor(0)
    for index in 14...15 where inputs.has(index) {
      throw .unsupported("the input \(Self.schema.history[0].inputs[index].name)")
    }
    guard inputs.has(1) == inputs.has(2), inputs.has(3) == inputs.has(4) else {
      throw .mismatch("keys and values must be given together")
    }
    let cached = inputs.has(3) ? try inputs.tensor(3).dtype : cacheType ?? query.dtype
    guard cached == cacheType ?? query.dtype else {
      throw .wrongType(
        input: 3, found: cached.name, expected: (cacheType ?? query.dtype).name)
    }
    let past = inputs.has(3) ? try inputs.tensor(3).dims : []
    var (y, present, shown): ([Dimension]?, [Dimension]?, [Dimension]?)
    if let dims = query.dims {
      guard dims.count == 3 else { throw .rank(input: 0, found: dims.count, expected: "3") }
      let total = inputs.knownIntegers(6)?.first.map { Dimension.known($0) } ?? .unknown
      let all = heads.query + (inputs.has(1) ? 0 : 2 * heads.key)
      let size = dims[2].map { $0 / all }
      let held = bits == 4 ? size.map { $0 / 2 } : size
      let rows = past?.count == 4 ? past?[2] ?? .unknown : past == nil ? .unknown : 0
      y = [dims[0], dims[1], size * .known(heads.query)]
      present = [
        dims[0], .known(heads.key), keepsWindow ? rows : longer(rows, total), held,
      ]
      shown = [dims[0], .known(heads.query), dims[1], total]
    }
    if let total = inputs.knownIntegers(6) { _ = try geometry(inputs, total: total) }
    let types: [ValueType] = [
      .tensor(TensorType(query.dtype, y)), .tensor(TensorType(cached, present)),
      .tensor(TensorType(cached, present)), .tensor(TensorType(query.dtype, shown)),
    ]
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  private func longer(_ a: Dimension, _ b: Dimension) -> Dimension {
    guard let x = a.value, let y = b.value else { return .unknown }
    return .known(max(x, y))
  }

  /// The extents of a node whose total length is known; `nil` while a shape is not.
  ///
  /// - Throws: `.mismatch` and `.rank` where the inputs do not fit each other.
  private func geometry(
    _ inputs: Inference, total: [Int]
  ) throws(OperatorError) -> GroupedGeometry? {
    var shapes: [Shape?] = []
    for index in 0..<17 {
      let shape = inputs.has(index) ? try inputs.tensor(index).shape : nil
      if inputs.has(index), shape == nil { return nil }
      shapes.append(shape)
    }
    return try GroupedGeometry(
      shapes, heads: heads, total: total, bits: bits,
      window: keepsWindow ? weighing.window : nil, rotates: rotates)
  }

  private func known(_ inputs: Inference) throws(OperatorError) -> GroupedGeometry {
    guard let total = try inputs.integers(6) else { throw .missingInput(6) }
    guard let geometry = try geometry(inputs, total: total) else { throw .unknownValue(input: 0) }
    return geometry
  }

  private func codes(_ scales: Int, _ inputs: Inference) throws(OperatorError) -> CacheCodes {
    CacheCodes(
      bits: bits,
      scaleCount: inputs.has(scales) ? try inputs.tensor(scales).shape?.count ?? 0 : 0)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    guard request.inputs.knownIntegers(6) != nil else { throw .unknownValue(input: 6) }
    let g = try known(request.inputs)
    let cache = ByteCount.of(g.cache.checkedCount, Double.self) * 6
    let new = ByteCount.of(request.count(0), Double.self) * 4
    let row = min(max(g.newLength, g.queryHeads), AttentionGeometry.rowsAtOnce)
    let scores = ByteCount.of(g.rows, Double.self) * row * Parallel.threadCount
    let shown =
      ByteCount.of(
        weighing.shown == .nothing ? 0 : g.shown.checkedCount, Double.self) * 2
    return request.wideCopies + cache + new + scores + shown
      + .of(g.batch * g.newLength, Int.self)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    inputs.precision == .double
      ? try attended(inputs, Double.self) : try attended(inputs, Float.self)
  }

  private func attended<F: WideFloat & ProductNumber>(
    _ inputs: Evaluation, _ type: F.Type
  ) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let g = try known(inputs.inference)
    func numbers(_ index: Int) throws(OperatorError) -> Buffer<F>? {
      try inputs.optionalTensor(index).map { tensor throws(OperatorError) in
        try tensor.floats(F.self)
      }
    }
    let (query, dtype) = (try inputs.tensor(0).floats(F.self), try inputs.tensor(0).dtype)
    let angles = rotates ? try inputs.tensor(7).shape : nil
    let lengths = try GroupedLengths(inputs, g, angleRows: angles?[0])
    let cosines = try numbers(7)
    let sines = try numbers(8)
    var rotation = HeadRotation<F>(
      geometry: g, isInterleaved: isInterleaved, angles: lengths.angles)
    if let cosines, let sines, let angles { rotation.tables = (cosines, sines, angles[1]) }
    func cache(
      _ index: Int, start: Int, rotates: Bool
    ) throws(OperatorError) -> GroupedCache<F>.Result {
      let new = rotation.heads(
        g.keyHeads, of: try numbers(index) ?? query, start: start, pitch: g.keyWidth,
        rotates: rotates, headsFirst: true)
      return try GroupedCache(
        geometry: g, codes: try codes(index + 11, inputs.inference),
        scales: try numbers(index + 11) ?? Buffer([1]), rows: lengths.rows
      ).joined(
        try inputs.optionalTensor(index + 2), new: new, dtype: cacheType ?? dtype)
    }
    let keys = try cache(1, start: g.keyStart, rotates: rotates)
    let values = try cache(2, start: g.valueStart, rotates: false)
    var bias: (values: Buffer<F>, batches: Int, heads: Int)?
    if let values = try numbers(10), let shape = try inputs.optionalTensor(10)?.shape {
      bias = (values, shape[0], shape[1])
    }
    let steps = GroupedSteps<F>(
      geometry: g, weighing: weighing, rows: lengths.rows, bias: bias, sinks: try numbers(11))
    let turned =
      rotates
      ? rotation.heads(
        g.queryHeads, of: query, start: 0, pitch: g.queryWidth, rotates: true, headsFirst: false)
      : query
    let (y, shown) = steps.run(
      queries: turned, pitch: rotates ? g.queryHeads * g.headSize : g.queryWidth,
      keys: keys.seen, values: values.seen)
    return [
      try .narrowing(F.wrap(wide: y), to: dtype, g.output), .tensor(keys.present),
      .tensor(values.present), inputs.wants(3) ? try self.shown(shown, g, dtype) : nil,
    ]
  }

  private func shown<F: WideFloat>(
    _ values: Buffer<F>, _ g: GroupedGeometry, _ dtype: DType
  ) throws(OperatorError) -> Value {
    try .narrowing(
      F.wrap(
        wide: weighing.shown == .nothing ? Buffer(repeating: 0, count: g.shown.count) : values),
      to: dtype, g.shown)
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    _ = try infer(request.inference)
    return try GroupedLowering(
      request: request, geometry: try known(request.inference), weighing: weighing, bits: bits,
      rotates: rotates, isInterleaved: isInterleaved
    ).lowering()
  }
}

extension GroupQueryAttention {
  /// As ``AttentionEstimate`` has it, with the largest value for `attention(Q, K, |V|)`; queries and keys
  /// that are rotated have three roundings more.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    guard request.uncertain.isEmpty, ![12, 13, 14, 15].contains(where: request.has) else {
      throw .unbounded("GroupQueryAttention of a quantised cache or normalised heads")
    }
    let types = request.inputs.map { $0?.type }
    let g = try known(
      Inference(types: types, known: request.values, outputCount: request.wanted.count))
    let dtype = try request.dtype(0)
    func longest(_ indices: [Int]) throws(OperatorError) -> Double {
      var longest = 0.0
      for index in indices where request.has(index) {
        longest = max(
          longest, AttentionEstimate.longest(try request.reals(index), size: g.headSize))
      }
      return longest
    }
    let isPacked = !request.has(1)
    let (query, key) = (try longest([0]), try longest(isPacked ? [0, 3] : [1, 3]))
    var largest = 0.0
    for index in isPacked ? [0, 4] : [2, 4] where request.has(index) {
      largest = try request.reals(index).values.reduce(largest) { max($0, $1.magnitude) }
    }
    let bias = try request.optionalReals(10)?.values.reduce(0) {
      $1.isFinite ? max($0, $1.magnitude) : $0
    }
    // Runs may round queries, keys and scores to the inputs' type.
    let steps = AttentionEstimate(
      step: dtype, dtype: .float, headSize: g.headSize + 6, length: g.total, bias: bias ?? 0,
      cap: Double(weighing.cap))
    let score = steps.score(query: query, key: key, scale: weighing.factor(g.headSize))
    let share = steps.weight(score)
    let unit = max(DType.float.roundoff, (dtype.floatFormat?.epsilon ?? 0) / 2)
    let center = try request.evaluate(self, request.values)
    return center.indices.map { index in
      guard let exact = center[index]?.tensor, let values = exact.doubles else { return nil }
      if index == 2 || index == 1 && !rotates {
        return Estimate(exact.inDoubles, dtype: dtype, errors: nil)
      }
      let errors = values.map { value -> Double in
        switch index {
        case 0: share * largest
        case 1: 6 * unit * key
        default: value.isFinite ? score + share : 0
        }
      }
      return Estimate(exact.inDoubles, dtype: dtype, errors: Buffer(errors))
    }
  }
}
