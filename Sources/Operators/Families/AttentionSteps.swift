import CKernels
import Graphs
import Tensors

/// How a mask that broadcasts to `[B, H, L, T]` is read.
struct MaskLayout: Sendable {
  /// Strides of batch, head, query and key.
  let strides: [Int]
  /// The keys that the mask knows; it hides those after them.
  let keys: Int

  /// - Parameter mayBeShort: whether a mask may know fewer keys than there are, as from opset 24 on.
  init(
    _ shape: Shape, _ geometry: AttentionGeometry, mayBeShort: Bool
  ) throws(OperatorError) {
    let dims = Array(repeating: 1, count: max(0, 4 - shape.rank)) + shape.dims
    let isOneForAll = shape.rank == 0 || dims[3] == 1 && !mayBeShort
    keys = isOneForAll ? geometry.length : dims[3]
    guard shape.rank <= 4, mayBeShort ? keys <= geometry.length : keys == geometry.length,
      zip(dims, geometry.scores.dims.prefix(3)).allSatisfy({ $0 == 1 || $0 == $1 })
    else {
      throw .mismatch("a mask of shape \(shape) does not fit scores of \(geometry.scores)")
    }
    let own = Shape(dims).strides
    strides = (0..<3).map { dims[$0] == 1 ? 0 : own[$0] } + [isOneForAll ? 0 : 1]
  }
}

/// What is added to the scores: the mask, and -∞ for keys that a query does not see.
struct AttentionBias<F: WideFloat>: Sendable {
  let visibility: AttentionVisibility
  let mask: Buffer<F>?
  let layout: MaskLayout?
  /// How many keys of each batch are no padding.
  let validCounts: [Int]?
  let geometry: AttentionGeometry

  init(
    _ inputs: Evaluation, _ geometry: AttentionGeometry, _ visibility: AttentionVisibility,
    maskMayBeShort: Bool
  ) throws(OperatorError) {
    self.visibility = visibility
    self.geometry = geometry
    if let mask = try inputs.optionalTensor(3) {
      layout = try MaskLayout(mask.shape, geometry, mayBeShort: maskMayBeShort)
      if case .bool(let shown) = mask.elements {
        self.mask = shown.mapped { $0 ? 0 : -.infinity }
      } else {
        self.mask = try mask.floats(F.self)
      }
    } else {
      (mask, layout) = (nil, nil)
    }
    validCounts = try inputs.integers(6)
    if let validCounts, validCounts.count != geometry.batch || inputs.has(4) {
      throw AttentionGeometry.mismatchedCounts(batch: geometry.batch)
    }
    for count in validCounts ?? [] where !(0...geometry.length).contains(count) {
      throw .index(count, extent: geometry.length + 1)
    }
  }

  /// The biases of one query's keys.
  func row(_ batch: Int, _ head: Int, _ query: Int, into row: UnsafeMutableBufferPointer<F>) {
    let valid = validCounts?[batch]
    let position = query + (valid.map { $0 - geometry.queryLength } ?? geometry.pastLength)
    let start = layout.map { layout in
      batch * layout.strides[0] + head * layout.strides[1] + query * layout.strides[2]
    }
    let length = geometry.length
    if let start, let mask, let layout {
      for key in 0..<layout.keys { row[key] = mask.base[start + key * layout.strides[3]] }
      for key in layout.keys..<length { row[key] = -.infinity }
      withExtendedLifetime(mask) {}
    } else {
      for key in 0..<length { row[key] = 0 }
    }
    let shown = visibility.keys(at: position, of: length)
    for key in 0..<shown.lowerBound { row[key] += -.infinity }
    for key in shown.upperBound..<length { row[key] += -.infinity }
    for key in min(valid ?? length, length)..<length { row[key] += -.infinity }
  }
}

/// The steps of an attention, each rounded as a node of its own would round it.
struct AttentionSteps<F: WideFloat & ProductNumber>: Sendable {
  let geometry: AttentionGeometry
  let factor: F
  let cap: F
  let narrowing: Narrowing
  let softmax: Narrowing
  let shownStep: Int?

  func run(
    q: Buffer<F>, k: Buffer<F>, v: Buffer<F>, bias: AttentionBias<F>
  ) -> (y: Buffer<F>, shown: Buffer<F>) {
    let g = geometry
    let shown = UnsafeMutablePointer<F>.allocate(
      capacity: max(1, shownStep == nil ? 0 : g.scores.count))
    defer { shown.deallocate() }
    let shownOut = SendablePointer(shown)
    let y = Buffer<F>(count: g.output.count) { out in
      out.initialize(repeating: 0)
      let output = SendablePointer(out)
      let (queries, keys, values) = (SendablePointer(q), SendablePointer(k), SendablePointer(v))
      Parallel.forEach(g.batch * g.queryHeads, grain: 1) { range in
        for pair in range {
          head(pair, queries.base, keys.base, values.base, bias, output.base, shownOut.base)
        }
      }
      withExtendedLifetime((q, k, v)) {}
    }
    let count = shownStep == nil ? 0 : g.scores.count
    return (
      y, Buffer(count: count) { $0.baseAddress?.initialize(from: shown, count: count) }
    )
  }

  private func head(
    _ pair: Int, _ q: UnsafePointer<F>, _ k: UnsafePointer<F>, _ v: UnsafePointer<F>,
    _ bias: AttentionBias<F>, _ y: UnsafeMutablePointer<F>, _ shown: UnsafeMutablePointer<F>
  ) {
    let g = geometry
    let (batch, head) = (pair / g.queryHeads, pair % g.queryHeads)
    let (length, size) = (g.length, g.headSize)
    let slot = batch * g.keyHeads + head / g.group
    let (keys, values) = (k + slot * length * size, v + slot * length * g.valueSize)
    let (from, to) = (g.strides(size), g.strides(g.valueSize))
    let query = q + batch * from.batch + head * from.head
    let output = y + batch * to.batch + head * to.head
    let rows = min(g.queryLength, AttentionGeometry.rowsAtOnce)
    // One element more, so that what is empty has an address too.
    let right = UnsafeMutablePointer<F>.allocate(capacity: length * size + 1)
    let left = UnsafeMutablePointer<F>.allocate(capacity: rows * size + 1)
    let scores = UnsafeMutablePointer<F>.allocate(capacity: rows * length + 1)
    let biases = UnsafeMutablePointer<F>.allocate(capacity: length + 1)
    defer { for memory in [right, left, scores, biases] { memory.deallocate() } }
    scale(keys, rows: length, pitch: size, into: right)
    for first in stride(from: 0, to: g.queryLength, by: rows) {
      let count = min(rows, g.queryLength - first)
      scale(query + first * from.position, rows: count, pitch: from.position, into: left)
      F.multiply(
        ProductExtent(rows: count, columns: length, depth: size),
        MatrixView(left, row: size, column: 1), MatrixView(right, row: 1, column: size),
        into: scores, pitch: length, accumulates: false)
      for i in 0..<count {
        let b = UnsafeMutableBufferPointer(start: biases, count: length)
        bias.row(batch, head, first + i, into: b)
        weigh(
          UnsafeMutableBufferPointer(start: scores + i * length, count: length), b,
          shown + (pair * g.queryLength + first + i) * (shownStep == nil ? 0 : length))
      }
      F.multiply(
        ProductExtent(rows: count, columns: g.valueSize, depth: length),
        MatrixView(scores, row: length, column: 1),
        MatrixView(values, row: g.valueSize, column: 1),
        into: output + first * to.position, pitch: to.position, accumulates: false)
    }
  }

  private func scale(
    _ x: UnsafePointer<F>, rows: Int, pitch: Int, into y: UnsafeMutablePointer<F>
  ) {
    let size = geometry.headSize
    var factor = factor
    for i in 0..<rows {
      if !narrowing.changes(F.self),
        F.fill(y + i * size, size, WONNX_MUL, x + i * pitch, step: 1, &factor, step: 0)
      {
        continue
      }
      for d in 0..<size { y[i * size + d] = narrowing.round(x[i * pitch + d] * factor) }
    }
  }

  /// Turns a row's products into the weights of the values, where no step is rounded or shown.
  private func weighAtOnce(
    _ s: UnsafeMutableBufferPointer<F>, _ bias: UnsafeMutableBufferPointer<F>
  ) {
    guard !s.isEmpty, let scores = s.baseAddress, let biases = bias.baseAddress else { return }
    if !F.fill(scores, s.count, WONNX_ADD, scores, step: 1, biases, step: 1) {
      for j in s.indices { scores[j] += biases[j] }
    }
    if Self.hasMore(biases, s.count), Self.hasMore(scores, s.count) {
      F.softmax(RowLayout(length: s.count), takesLogarithm: false, of: scores, into: scores)
    } else {
      s.update(repeating: 0)
    }
  }

  /// Whether there is an element besides -∞.
  private static func hasMore(_ x: UnsafePointer<F>, _ count: Int) -> Bool {
    x[0] != -.infinity || F.greatest(x, count) != -.infinity
  }

  /// Turns a row's products into the weights of the values.
  private func weigh(
    _ s: UnsafeMutableBufferPointer<F>, _ bias: UnsafeMutableBufferPointer<F>,
    _ shown: UnsafeMutablePointer<F>
  ) {
    if !narrowing.changes(F.self), !softmax.changes(F.self), cap <= 0, shownStep == nil {
      return weighAtOnce(s, bias)
    }
    func show(_ step: Int) {
      guard step == shownStep else { return }
      for j in s.indices { shown[j] = s[j] }
    }
    for j in s.indices { s[j] = narrowing.round(s[j]) }
    show(0)
    if cap > 0 {
      for j in s.indices {
        s[j] = narrowing.round(
          narrowing.round(.tanh(narrowing.round(s[j] / cap))) * cap)
      }
    }
    show(1)
    var sees = false
    for j in s.indices {
      s[j] = narrowing.round(s[j] + bias[j])
      sees = sees || bias[j] != -.infinity
    }
    show(2)
    var peak: F = -.infinity
    for j in s.indices {
      s[j] = softmax.round(s[j])
      peak = s[j] > peak || s[j].isNaN ? s[j] : peak
    }
    for j in s.indices {
      s[j] = peak == -.infinity ? 0 : softmax.round(.exp(softmax.round(s[j] - peak)))
    }
    let sum = softmax.round(Summation.sum(s.count) { s[$0] })
    for j in s.indices {
      s[j] = sees && sum != 0 ? narrowing.round(softmax.round(s[j] / sum)) : 0
    }
    show(3)
  }
}
