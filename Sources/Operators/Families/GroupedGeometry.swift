import Graphs
import Tensors

/// The extents of a GroupQueryAttention: queries `[B, S, H · D]`, new keys and values `[B, S, G · D]`,
/// a cache `[B, G, C, D]` of those before, H query heads that share G heads of keys and values.
struct GroupedGeometry: Sendable {
  var batch: Int
  var newLength: Int
  var queryHeads: Int
  var keyHeads: Int
  var headSize: Int
  /// Whether the query holds keys and values too.
  var isPacked: Bool
  /// Rows of the cache that is given; 0 without one.
  var pastRows: Int
  /// Positions of the longest row of the batch, new ones included.
  var total: Int
  /// Rows of present.
  var presentRows: Int
  /// Elements of a cached row: two codes share one where they have four bits.
  var cachedSize: Int
  /// How many positions a cache keeps that holds the last ones only.
  var window: Int?
  /// Whether there is nothing before the new keys.
  var isFirst: Bool

  /// Rows of the keys that queries see: those of the cache, followed by the new ones.
  var rows: Int { window == nil ? presentRows : pastRows + newLength }
  var queryWidth: Int { isPacked ? (queryHeads + 2 * keyHeads) * headSize : queryHeads * headSize }
  var keyWidth: Int { isPacked ? queryWidth : keyHeads * headSize }
  /// Where a new key's and value's first element lies in its row.
  var keyStart: Int { isPacked ? queryHeads * headSize : 0 }
  var valueStart: Int { isPacked ? (queryHeads + keyHeads) * headSize : 0 }
  var output: Shape { [batch, newLength, queryHeads * headSize] }
  var present: Shape { [batch, keyHeads, presentRows, cachedSize] }
  var cache: Shape { [batch, keyHeads, rows, cachedSize] }
  var scores: Shape { [batch, queryHeads, newLength, rows] }
  var shown: Shape { [batch, queryHeads, newLength, total] }

  /// The key head that a query head reads.
  func keyHead(_ head: Int) -> Int { head * keyHeads / queryHeads }

  /// The keys of one row of the batch.
  struct Row {
    /// Positions in all.
    var total: Int
    /// New positions that are there.
    var queries: Int
    /// Positions before the new ones.
    var past: Int
    /// Rows of the cache that hold the last of those.
    var resident: Int
    /// The last of all rows that stay in the cache.
    var kept: Int

    /// The position of the first row.
    var first: Int { past - resident }
    /// The rows that a query may see at all.
    var visible: Int { total - first }
  }

  func row(length: Int, queries: Int?) -> Row {
    let count = queries.map { min($0, length) } ?? (isFirst ? newLength : min(newLength, length))
    let past = isFirst ? 0 : length - count
    let resident = resident(past)
    return Row(
      total: length, queries: count, past: past, resident: resident,
      kept: window == nil ? resident + count : self.resident(length))
  }

  /// Rows that a cache of the last positions has in use after `length` of them: full, it loses so many at
  /// once that it keeps a window less one.
  private func resident(_ length: Int) -> Int {
    guard let window, length > pastRows else { return length }
    let loss = pastRows - window + 1
    return length - (length - pastRows + loss - 1) / loss * loss
  }
}

/// A number for each row of the batch or each new position, as the inputs give them.
struct GroupedLengths {
  let rows: [GroupedGeometry.Row]
  /// Where in the tables of angles a position's are, `[B, S]`; none without rotation.
  let angles: [Int]

  /// - Parameter angleRows: of the tables; `nil` without rotation.
  /// - Throws: `.index` of a length, a number of queries or a position that is outside of its extent.
  init(
    _ inputs: Evaluation, _ geometry: GroupedGeometry, angleRows: Int?
  ) throws(OperatorError) {
    let lengths = try inputs.integers(5) ?? []
    let queries = try inputs.integers(16)
    for length in lengths where !(0..<geometry.total).contains(length) {
      throw .index(length, extent: geometry.total)
    }
    for count in queries ?? [] where !(0...geometry.newLength).contains(count) {
      throw .index(count, extent: geometry.newLength + 1)
    }
    rows = lengths.indices.map { geometry.row(length: lengths[$0] + 1, queries: queries?[$0]) }
    guard let angleRows else {
      angles = []
      return
    }
    let ids = try inputs.integers(9)
    var angles: [Int] = []
    for (batch, row) in rows.enumerated() {
      for query in 0..<geometry.newLength {
        var position = row.past + query
        if let ids {
          position =
            geometry.isFirst
            ? (ids.first ?? 0).addingSaturating(query) : ids[batch * geometry.newLength + query]
        }
        let isThere = geometry.isFirst || query < row.queries
        guard (0..<angleRows).contains(position) || !isThere else {
          throw .index(position, extent: angleRows)
        }
        angles.append(min(max(position, 0), angleRows - 1))
      }
    }
    self.angles = angles
  }
}

extension Int {
  fileprivate func addingSaturating(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}

extension GroupedGeometry {
  /// - Parameters:
  ///   - shapes: of the node's inputs, `nil` for absent ones.
  ///   - total: the value of total_sequence_length.
  ///   - window: see ``window``, of which the cache has at least so many rows.
  /// - Throws: `.rank`, `.mismatch` where the shapes do not fit each other or the length.
  init(
    _ shapes: [Shape?], heads: (query: Int, key: Int), total: [Int], bits: Int?, window: Int?,
    rotates: Bool
  ) throws(OperatorError) {
    guard let query = shapes[0] else { throw .missingInput(0) }
    guard query.rank == 3 else { throw .rank(input: 0, found: query.rank, expected: "3") }
    (queryHeads, keyHeads) = heads
    (batch, newLength, isPacked) = (query[0], query[1], shapes[1] == nil)
    let all = isPacked ? queryHeads + 2 * keyHeads : queryHeads
    guard query[2] > 0, query[2] % all == 0 else {
      throw .mismatch("a width of \(query[2]) is not made of \(all) heads")
    }
    headSize = query[2] / all
    cachedSize = bits == 4 ? headSize / 2 : headSize
    pastRows = shapes[3]?.dims.dropFirst(2).first ?? 0
    isFirst = total == [newLength] && shapes[16] == nil
    self.window = window
    self.total = total.first ?? 0
    presentRows = window == nil ? max(pastRows, total.first ?? 0) : pastRows
    for index in 1...2 {
      if let new = shapes[index], new != [batch, newLength, keyHeads * headSize] {
        throw .mismatch("input \(index) is \(new), which does not fit a query of \(query)")
      }
    }
    guard bits != 4 || headSize % 2 == 0 else {
      throw .mismatch("a head of \(headSize) elements does not fill bytes of two codes")
    }
    for index in 3...4 {
      if let past = shapes[index], past != [batch, keyHeads, pastRows, cachedSize] {
        throw .mismatch("input \(index) is \(past), which does not fit a query of \(query)")
      }
    }
    guard total.count == 1, total[0] >= newLength, total[0] > 0 || batch == 0 else {
      throw .mismatch(
        "total_sequence_length is \(total), expected one number from \(max(newLength, 1)) on")
    }
    guard window != nil || total[0] <= pastRows || total[0] == pastRows + newLength else {
      throw .mismatch(
        "total_sequence_length is \(total[0]), but the cache has \(pastRows) rows before"
          + " \(newLength) new ones")
    }
    guard window.map({ $0 <= pastRows }) ?? true else {
      throw .mismatch("a cache of \(pastRows) rows does not hold the window")
    }
    try check(shapes, query, bits, rotates)
  }

  private func check(
    _ shapes: [Shape?], _ query: Shape, _ bits: Int?, _ rotates: Bool
  ) throws(OperatorError) {
    for index in [5, 16] {
      if let lengths = shapes[index], lengths.count != batch {
        throw .mismatch("input \(index) is \(lengths), for \(batch) rows")
      }
    }
    if rotates {
      guard let cosines = shapes[7], let sines = shapes[8] else { throw .missingInput(7) }
      guard cosines.rank == 2, sines == cosines, 2 * cosines[1] <= headSize, cosines[0] > 0 else {
        throw .mismatch(
          "angles of shapes \(cosines) and \(sines) do not fit heads of \(headSize) elements")
      }
      if let ids = shapes[9], isFirst ? ids.count == 0 : ids.count != batch * newLength {
        throw .mismatch("position_ids are \(ids), for a query of \(query)")
      }
    }
    if let bias = shapes[10] {
      guard bias.rank == 4, [1, batch].contains(bias[0]), [1, queryHeads].contains(bias[1]),
        bias[2] == newLength, bias[3] == total
      else { throw .mismatch("attention_bias is \(bias), for scores of \(shown)") }
    }
    if let sinks = shapes[11], sinks != [queryHeads] {
      throw .mismatch("head_sink is \(sinks), for \(queryHeads) heads")
    }
    for index in 12...13 where bits != nil {
      guard let count = shapes[index]?.count else { throw .missingInput(index) }
      guard count == 1 || count == keyHeads * headSize else {
        throw .mismatch("input \(index) has \(count) scales, for \(keyHeads) heads of \(headSize)")
      }
    }
    for shape in [present, cache, scores, self.shown] {
      try TensorType(.float, shape).checkExtents()
    }
  }
}
