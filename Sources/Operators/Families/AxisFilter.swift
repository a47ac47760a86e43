import Tensors

/// Weighted sums along one axis of a tensor that is seen as `[outer, extent, inner]`:
/// `Y[o, p, i] = Σ weights[p, t] · X[o, sources[p, t], i]`, from 0 on, with t ascending.
struct AxisFilter<F: WideFloat>: Sendable {
  private let taps: Int
  private let sources: Buffer<Int>
  private let weights: Buffer<F>
  private let extent: Int
  private let count: Int
  private let outside: F
  private let outer: Int
  private let inner: Int

  init(
    _ filter: Resampling.Filter, _ axis: Resampling.Axis, outside: F, outer: Int, inner: Int
  ) {
    taps = filter.tapCount
    sources = Buffer(filter.sources)
    weights = Buffer(filter.weights.map { F($0) })
    (extent, count) = (axis.extent, axis.count)
    (self.outside, self.outer, self.inner) = (outside, outer, inner)
  }

  func values(_ x: Buffer<F>) -> Buffer<F> {
    Buffer(count: outer * count * inner) { out in
      guard !out.isEmpty else { return }
      let (target, source) = (SendablePointer(out), SendablePointer(x))
      Parallel.forEach(outer * count, grain: max(1, (1 << 14) / (inner * taps))) { rows in
        var (line, position) = rows.lowerBound.quotientAndRemainder(dividingBy: count)
        var y = target.base + rows.lowerBound * inner
        for _ in rows {
          fill(y, position * taps, UnsafePointer(source.base + line * extent * inner))
          y += inner
          position += 1
          if position == count { (line, position) = (line + 1, 0) }
        }
      }
      withExtendedLifetime((x, sources, weights)) {}
    }
  }

  /// The elements of one position, from the filter's entry `first` on.
  @inline(__always)
  private func fill(_ y: UnsafeMutablePointer<F>, _ first: Int, _ line: UnsafePointer<F>) {
    let (sources, weights) = (sources.base + first, weights.base + first)
    if sources[0] < 0 { return y.initialize(repeating: outside, count: inner) }
    if inner == 1 {
      var sum: F = 0
      for t in 0..<taps { sum += weights[t] * line[sources[t]] }
      return y.initialize(to: sum)
    }
    y.initialize(repeating: 0, count: inner)
    for t in 0..<taps {
      let (weight, from) = (weights[t], line + sources[t] * inner)
      for i in 0..<inner { y[i] += weight * from[i] }
    }
  }
}
