import Graphs
import Tensors

/// How onnxruntime's attention over equal heads weighs its keys.
///
/// A score is `q · k · scale`, plus `mask_filter_value` for a key that the mask hides, plus the bias;
/// with `unidirectional` a query does not see the keys after it, except for the last one, which sees all.
/// So a row whose keys are all masked still is a softmax of its scores.
struct MaskedAttention: Sendable {
  static let maskFilterValue = AttributeKey<Float>("mask_filter_value")
  static let numHeads = AttributeKey<Int>("num_heads")
  static let scale = AttributeKey<Float>("scale")
  static let unidirectional = AttributeKey<Int>("unidirectional")

  let heads: Int
  let filter: Float
  let isCausal: Bool
  /// `nil` is 1 / √D.
  let scale: Float?

  init(_ node: NodeReader) throws(OperatorError) {
    heads = try node[Self.numHeads]
    guard (1...1 << 20).contains(heads) else {
      throw .attribute("num_heads", found: "\(heads)", expected: "1 to \(1 << 20)")
    }
    filter = node[ifPresent: Self.maskFilterValue] ?? -10_000
    isCausal = try node[Self.unidirectional] != 0
    let scale = node[ifPresent: Self.scale] ?? 0
    self.scale = scale == 0 ? nil : scale
  }

  /// - Throws: `.mismatch` where the bias at an input has not a column for each key.
  static func check(
    bias index: Int, of inputs: Inference, keys: Dimension
  ) throws(OperatorError) {
    guard inputs.has(index), let columns = try inputs.tensor(index).dims?.last,
      columns.merged(with: keys) == nil
    else { return }
    throw .mismatch("attention_bias has \(columns) columns for \(keys) keys")
  }

  /// The values of one attention, all of float: queries, keys and values as `[B, L, H · D]` or as
  /// `[B, H, L, D]`, and what is given of masks and of steps before.
  struct Inputs {
    var q: ValueID
    var k: ValueID
    var v: ValueID
    var isPacked: Bool
    var mask: (value: ValueID, shape: Shape)?
    var bias: ValueID?
    var past: (key: ValueID, value: ValueID)?
    var batch: Int
    var queries: Int
    var pastLength: Int
    /// Keys in all.
    var keys: Int
  }

  /// Attention's outputs: Y like the queries, the keys and the values with those before, the scores.
  func outputs(
    _ inputs: Inputs, showsScores: Bool, in builder: inout GraphBuilder
  ) throws(OperatorError) -> [ValueID] {
    var hidden = try inputs.mask.map { mask, shape throws(OperatorError) in
      try addend(mask, shape, inputs, &builder)
    }
    hidden = try sum(hidden, inputs.bias, &builder)
    let isPlain = inputs.pastLength + inputs.queries >= inputs.keys
    if isCausal, !isPlain {
      hidden = try sum(hidden, try causalAddend(inputs, &builder), &builder)
    }
    var attributes: [String: AttributeValue] = [
      "is_causal": .int(isCausal && isPlain ? 1 : 0), "qk_matmul_output_mode": .int(2),
    ]
    if inputs.isPacked {
      attributes["q_num_heads"] = .int(Int64(heads))
      attributes["kv_num_heads"] = .int(Int64(heads))
    }
    if let scale { attributes["scale"] = .float(scale) }
    var outputs = try builder.apply(
      "Attention",
      [inputs.q, inputs.k, inputs.v, hidden, inputs.past?.key, inputs.past?.value],
      outputCount: showsScores ? 4 : 3, attributes: attributes)
    if showsScores {
      let lowest = try builder.number(-.greatestFiniteMagnitude, .float)
      outputs[3] = try builder.apply("Max", outputs[3], lowest)
    }
    return outputs
  }

  private func sum(
    _ a: ValueID?, _ b: ValueID?, _ builder: inout GraphBuilder
  ) throws(OperatorError) -> ValueID? {
    guard let a, let b else { return a ?? b }
    return try builder.apply("Add", a, b)
  }

  /// What is added to scores of `[B, H, S, T]` for the mask, of one of its forms: counts of valid keys
  /// `[B]`, ends and then starts of them `[2B]`, counts and more `[3B + 2]`, or a number above 0 for each
  /// valid key, `[B, T]` or `[B, S, T]`.
  private func addend(
    _ mask: ValueID, _ shape: Shape, _ inputs: Inputs, _ builder: inout GraphBuilder
  ) throws(OperatorError) -> ValueID {
    let (batch, keys) = (inputs.batch, inputs.keys)
    let isVisible: ValueID
    switch shape.dims {
    case [batch], [3 * batch + 2]:
      let ends = try builder.slice(mask, 0..<batch, axis: 0)
      isVisible = try before(ends, inputs, &builder)
    case [2 * batch]:
      let halves = try builder.split(mask, [batch, batch], axis: 0)
      isVisible = try builder.apply(
        "And", try before(halves[0], inputs, &builder),
        try builder.apply("Not", try before(halves[1], inputs, &builder)))
    case [batch, keys], [batch, inputs.queries, keys]:
      let zero = builder.constant(
        try tensors { () throws(TensorError) in try Tensor([Int32(0)], shape: []) })
      isVisible = try builder.reshape(
        try builder.apply("Greater", mask, zero),
        [batch, 1, shape.rank == 2 ? 1 : inputs.queries, keys])
    default:
      throw .mismatch(
        "a mask of shape \(shape) does not fit \(batch) rows of \(inputs.queries) queries and"
          + " \(keys) keys")
    }
    return try builder.apply(
      "Where", isVisible, try builder.number(0, .float), try builder.number(filter, .float))
  }

  /// Whether a key comes before its row's end, `[B, 1, 1, T]`.
  private func before(
    _ ends: ValueID, _ inputs: Inputs, _ builder: inout GraphBuilder
  ) throws(OperatorError) -> ValueID {
    try builder.apply(
      "Less", try builder.counting(inputs.keys),
      try builder.reshape(ends, [inputs.batch, 1, 1, 1]))
  }

  /// -∞ for keys after a query, except for the last query, `[S, T]`.
  private func causalAddend(
    _ inputs: Inputs, _ builder: inout GraphBuilder
  ) throws(OperatorError) -> ValueID {
    let (queries, keys, past) = (inputs.queries, inputs.keys, inputs.pastLength)
    let type = TensorType(.float, [queries, keys])
    try type.checkListing()
    let numbers = Buffer<Float>(count: queries * keys) { out in
      for i in out.indices {
        let (query, key) = (i / keys, i % keys)
        out.initializeElement(at: i, to: key > past + query && query < queries - 1 ? -.infinity : 0)
      }
    }
    return builder.constant(
      try tensors { () throws(TensorError) in try Tensor(numbers, shape: [queries, keys]) })
  }
}
