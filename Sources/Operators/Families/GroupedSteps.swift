import CKernels
import Graphs
import Tensors

/// What turns a score of GroupQueryAttention into a weight.
struct GroupedWeighing: Sendable {
  /// What a step shows: nothing, scores before the softmax, or weights.
  enum Shown: Int, Sendable { case nothing, scores, weights }

  let scale: Float?
  let cap: Float
  let isCausal: Bool
  /// Keys that a query sees, its own included; `nil` is all.
  let window: Int?
  /// Whether a logit of 0 takes part in the denominator.
  let isSmooth: Bool
  let shown: Shown

  func factor(_ size: Int) -> Double {
    scale.map(Double.init) ?? 1 / Double(max(size, 1)).squareRoot()
  }

  /// The rows of the keys that a query at `position` sees.
  func keys(at position: Int, _ row: GroupedGeometry.Row) -> Range<Int> {
    let last = isCausal ? min(row.visible, position - row.first + 1) : row.visible
    let first = window.map { max(0, position - row.first - $0 + 1) } ?? 0
    return min(first, max(last, 0))..<max(last, 0)
  }
}

/// The scores, weights and values of a GroupQueryAttention.
struct GroupedSteps<F: WideFloat & ProductNumber>: Sendable {
  let geometry: GroupedGeometry
  let weighing: GroupedWeighing
  let rows: [GroupedGeometry.Row]
  /// Added to scores: `[1 or B, 1 or H, S, total]`.
  let bias: (values: Buffer<F>, batches: Int, heads: Int)?
  /// A logit of each head that only takes part in the denominator.
  let sinks: Buffer<F>?

  /// - Parameters:
  ///   - queries: `[B, S, …]`, of `pitch` elements a position, the heads first.
  ///   - keys: `[B, G, rows, D]`, like `values`.
  func run(
    queries: Buffer<F>, pitch: Int, keys: Buffer<F>, values: Buffer<F>
  ) -> (y: Buffer<F>, shown: Buffer<F>) {
    let g = geometry
    let shown = UnsafeMutablePointer<F>.allocate(capacity: shownCount + 1)
    shown.initialize(repeating: 0, count: shownCount + 1)
    defer { shown.deallocate() }
    let shownOut = SendablePointer(shown)
    let y = Buffer<F>(count: g.output.count) { out in
      out.initialize(repeating: 0)
      guard !out.isEmpty else { return }
      let (target, q) = (SendablePointer(out), SendablePointer(queries))
      let (k, v) = (SendablePointer(keys), SendablePointer(values))
      // Queries of one position that share their keys are one matrix.
      let together = g.newLength == 1 && g.queryHeads % g.keyHeads == 0
      let group = together ? g.queryHeads / g.keyHeads : 1
      Parallel.forEach(g.batch * g.queryHeads / group, grain: 1) { range in
        for task in range {
          let (batch, head) = (task * group / g.queryHeads, task * group % g.queryHeads)
          let present = g.isFirst ? g.newLength : rows[batch].queries
          let cached = (batch * g.keyHeads + g.keyHead(head)) * g.rows * g.headSize
          attend(
            Task(
              batch: batch, head: head, steps: together ? (1, 0) : (0, 1),
              count: together && present > 0 ? group : present),
            q.base + batch * g.newLength * pitch + head * g.headSize,
            pitch: together ? g.headSize : pitch, k.base + cached, v.base + cached,
            target.base + (batch * g.newLength * g.queryHeads + head) * g.headSize, shownOut.base)
        }
      }
      withExtendedLifetime((queries, keys, values)) {}
    }
    let count = shownCount
    return (y, Buffer(count: count) { $0.baseAddress?.initialize(from: shown, count: count) })
  }

  private var shownCount: Int { weighing.shown == .nothing ? 0 : geometry.shown.count }

  /// Queries that share their keys: row i is of head `head + i · steps.head`, position `i · steps.query`.
  private struct Task {
    var batch: Int
    var head: Int
    var steps: (head: Int, query: Int)
    var count: Int
  }

  private func attend(
    _ task: Task, _ q: UnsafePointer<F>, pitch: Int, _ k: UnsafePointer<F>, _ v: UnsafePointer<F>,
    _ y: UnsafeMutablePointer<F>, _ shown: UnsafeMutablePointer<F>
  ) {
    let g = geometry
    let (row, size) = (rows[task.batch], g.headSize)
    let length = row.visible
    guard task.count > 0, length > 0 else { return }
    let atOnce = min(task.count, AttentionGeometry.rowsAtOnce)
    let step = task.steps.head == 0 ? g.queryHeads * size : size
    let scores = UnsafeMutablePointer<F>.allocate(capacity: atOnce * length)
    defer { scores.deallocate() }
    for first in stride(from: 0, to: task.count, by: atOnce) {
      let count = min(atOnce, task.count - first)
      F.multiply(
        ProductExtent(rows: count, columns: length, depth: size),
        MatrixView(q + first * pitch, row: pitch, column: 1), MatrixView(k, row: 1, column: size),
        into: scores, pitch: length, accumulates: false)
      for i in first..<first + count {
        let (head, query) = (task.head + i * task.steps.head, i * task.steps.query)
        let place = ((task.batch * g.queryHeads + head) * g.newLength + query) * g.total
        weigh(
          UnsafeMutableBufferPointer(start: scores + (i - first) * length, count: length),
          task.batch, head, query, weighing.shown == .nothing ? nil : shown + place + row.first)
      }
      F.multiply(
        ProductExtent(rows: count, columns: size, depth: length),
        MatrixView(scores, row: length, column: 1), MatrixView(v, row: size, column: 1),
        into: y + first * step, pitch: step, accumulates: false)
    }
  }

  /// Turns a query's products into weights.
  private func weigh(
    _ s: UnsafeMutableBufferPointer<F>, _ batch: Int, _ head: Int, _ query: Int,
    _ shown: UnsafeMutablePointer<F>?
  ) {
    guard let scores = s.baseAddress else { return }
    let row = rows[batch]
    let seen = weighing.keys(at: row.past + query, row)
    scale(scores, s.count)
    if let bias {
      let plane = (batch % bias.batches * bias.heads + head % bias.heads) * geometry.newLength
      let addend = bias.values.base + (plane + query) * geometry.total + row.first
      for j in s.indices { scores[j] += addend[j] }
    }
    if let shown, weighing.shown == .scores { for j in seen { shown[j] = scores[j] } }
    for j in 0..<seen.lowerBound { scores[j] = -.infinity }
    for j in seen.upperBound..<s.count { scores[j] = -.infinity }
    let sink = sinks.map { $0[head] } ?? (weighing.isSmooth ? 0 : nil)
    let peak = F.greatest(scores, s.count)
    if peak == -.infinity {
      s.update(repeating: 0)
    } else if let sink {
      soften(s, scores, peak: peak, sink: sink)
    } else {
      F.softmax(RowLayout(length: s.count), takesLogarithm: false, of: scores, into: scores)
    }
    if let shown, weighing.shown == .weights { for j in s.indices { shown[j] = scores[j] } }
  }

  private func scale(_ scores: UnsafeMutablePointer<F>, _ count: Int) {
    var factor = F(weighing.factor(geometry.headSize))
    if !F.fill(scores, count, WONNX_MUL, scores, step: 1, &factor, step: 0) {
      for j in 0..<count { scores[j] *= factor }
    }
    let cap = F(weighing.cap)
    guard cap != 0 else { return }
    for j in 0..<count { scores[j] /= cap }
    for j in 0..<count { scores[j] = cap * .tanh(scores[j]) }
  }

  /// The softmax with one more logit in the denominator.
  private func soften(
    _ s: UnsafeMutableBufferPointer<F>, _ scores: UnsafeMutablePointer<F>, peak: F, sink: F
  ) {
    let peak = sink > peak || sink.isNaN ? sink : peak
    for j in s.indices { scores[j] = .exp(scores[j] - peak) }
    let sum = F.sum(scores, s.count) + .exp(sink - peak)
    for j in s.indices { scores[j] = sum == 0 ? 0 : scores[j] / sum }
  }
}
