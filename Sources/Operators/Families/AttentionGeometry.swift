import Graphs
import Tensors

/// The extents of an attention: queries `[B, H, L, D]`, keys `[B, G, T, D]`, values `[B, G, T, E]`,
/// where the `H` query heads share the `G` heads of keys and values evenly.
struct AttentionGeometry: Sendable {
  /// Queries of a head whose scores the host has in memory at once.
  static let rowsAtOnce = 96

  var batch: Int
  var queryHeads: Int
  var keyHeads: Int
  var queryLength: Int
  /// Keys and values that the node's inputs bring.
  var newLength: Int
  /// Those that the cache holds before them.
  var pastLength: Int
  var headSize: Int
  var valueSize: Int
  /// Whether the inputs are `[B, L, H · D]`.
  var isPacked: Bool

  static func mismatchedCounts(batch: Int) -> OperatorError {
    .mismatch("nonpad_kv_seqlen takes one number a batch (\(batch)) and no past keys")
  }

  var length: Int { pastLength + newLength }
  var group: Int { queryHeads / max(keyHeads, 1) }

  var output: Shape {
    isPacked
      ? [batch, queryLength, queryHeads * valueSize]
      : [batch, queryHeads, queryLength, valueSize]
  }
  var presentKey: Shape { [batch, keyHeads, length, headSize] }
  var presentValue: Shape { [batch, keyHeads, length, valueSize] }
  var scores: Shape { [batch, queryHeads, queryLength, length] }

  /// - Parameter heads: the numbers of query and key heads, for packed inputs.
  init(
    q: Shape, k: Shape, v: Shape, past: (key: Shape?, value: Shape?),
    heads: (query: Int?, key: Int?)
  ) throws(OperatorError) {
    guard q.rank == k.rank, q.rank == v.rank, q.rank == 3 || q.rank == 4 else {
      throw .mismatch("Q \(q), K \(k) and V \(v) must all have rank 3 or all have rank 4")
    }
    isPacked = q.rank == 3
    batch = q[0]
    if isPacked {
      guard let h = heads.query, let g = heads.key, h > 0, g > 0 else {
        throw .mismatch("inputs of rank 3 need q_num_heads and kv_num_heads above 0")
      }
      guard q[2] % h == 0, k[2] % g == 0, v[2] % g == 0 else {
        throw .mismatch(
          "the last extents of Q \(q), K \(k) and V \(v) are not multiples of \(h), \(g) and \(g) heads"
        )
      }
      (queryHeads, keyHeads, queryLength, newLength) = (h, g, q[1], k[1])
      (headSize, valueSize) = (q[2] / h, v[2] / g)
    } else {
      (queryHeads, keyHeads, queryLength, newLength) = (q[1], k[1], q[2], k[2])
      (headSize, valueSize) = (q[3], v[3])
    }
    pastLength = past.key?.dims.dropFirst(2).first ?? 0
    let (keys, values): (Shape, Shape) =
      isPacked
      ? ([batch, newLength, keyHeads * headSize], [batch, newLength, keyHeads * valueSize])
      : ([batch, keyHeads, newLength, headSize], [batch, keyHeads, newLength, valueSize])
    guard k == keys, v == values, keyHeads > 0 || queryHeads == 0,
      queryHeads % max(keyHeads, 1) == 0
    else { throw .mismatch("K \(k) and V \(v) do not fit Q \(q)") }
    if let past = past.key, past != [batch, keyHeads, pastLength, headSize] {
      throw .mismatch("past_key \(past) does not fit K \(k)")
    }
    guard (past.key == nil) == (past.value == nil),
      past.value.map({ $0 == [batch, keyHeads, pastLength, valueSize] }) ?? true
    else { throw .mismatch("past_key and past_value do not fit each other") }
  }

  /// Strides of the queries and of the output: batch, head, position.
  func strides(_ size: Int) -> (batch: Int, head: Int, position: Int) {
    isPacked
      ? (queryLength * queryHeads * size, size, queryHeads * size)
      : (queryHeads * queryLength * size, queryLength * size, size)
  }

  /// The cache followed by the new keys or values, `[B, G, T, size]`.
  func present(_ new: Tensor, past: Tensor?, size: Int) throws(OperatorError) -> Tensor {
    var rows = new
    if isPacked {
      let strides = [newLength * keyHeads * size, size, keyHeads * size, 1]
      let shape: Shape = [batch, keyHeads, newLength, size]
      rows = try new.viewed(by: StridedView(shape: shape, strides: strides))
    }
    guard let past else { return rows }
    return try .concatenating([past, rows], axis: 2)
  }

  var parameters: [Parameter] {
    let q = strides(headSize)
    let y = strides(valueSize)
    return [
      .uint("heads", queryHeads), .uint("key_heads", keyHeads), .uint("group", group),
      .uint("queries", queryLength), .uint("keys", length), .uint("head_size", headSize),
      .uint("value_size", valueSize),
      .uint("q_batch", q.batch), .uint("q_head", q.head), .uint("q_position", q.position),
      .uint("y_batch", y.batch), .uint("y_head", y.head), .uint("y_position", y.position),
    ]
  }

  /// The dispatch that writes the cache followed by the new keys or values.
  func presenting(
    _ dtype: DType, new: Binding.Resource, past: Binding.Resource?, to present: Binding.Resource,
    size: Int
  ) -> Dispatch {
    let count = batch * keyHeads * length * size
    return Dispatch(
      "Attention.Present.comp", defines: past == nil ? [:] : ["HAS_PAST": "1"],
      bindings: [.read("x", new, dtype.carrier)]
        + (past.map { [.read("past", $0, dtype.carrier)] } ?? [])
        + [.write("y", present, dtype.carrier)],
      parameters: [
        .uint("count", count), .uint("size", size), .uint("total", length),
        .uint("past_length", pastLength), .uint("new_length", newLength),
        .uint("heads", keyHeads), .uint("is_packed", isPacked ? 1 : 0),
      ], invocations: (count, 1, 1), localSize: [256, 1, 1])
  }
}

/// Which keys a query sees.
struct AttentionVisibility: Sendable {
  var isCausal: Bool
  /// How far a query sees to either side; `nil` is all the way.
  var left: Int?
  var right: Int?

  /// The keys of `length` that a query at `position`, counted from the first key, sees.
  func keys(at position: Int, of length: Int) -> Range<Int> {
    var (first, last) = (0, length - 1)
    if isCausal { last = min(last, position) }
    if let left, left < position { first = min(position - left, length) }
    if let right, right < length - position { last = min(last, position + right) }
    return first..<max(first, last + 1)
  }

  var defines: [String: String] {
    var defines: [String: String] = [:]
    if isCausal { defines["IS_CAUSAL"] = "1" }
    // Positions and keys have 31 bits, so that a wider window shows no more.
    if let left { defines["LEFT"] = String(Int32(clamping: left)) }
    if let right { defines["RIGHT"] = String(Int32(clamping: right)) }
    return defines
  }
}

extension NodeReader {
  /// The type in which a softmax is computed, where the node says one.
  func softmaxType(_ key: AttributeKey<Int>) throws(OperatorError) -> DType? {
    guard let type = try dtype(key) else { return nil }
    guard TypeSet.floats.contains(.tensor(type)) else {
      throw .attribute(
        key.name, found: type.name, expected: "float, float16, double or bfloat16")
    }
    return type
  }
}
