import Tensors

/// Weighted sums along one axis of a tensor that is seen as `[outer, extent, inner]`:
/// `Y[o, p, i] = Σ weights[p, t] · X[o, sources[p, t], i]`, from 0 on, with t ascending.
struct AxisFilter<F: WideFloat>: Sendable {
  private let taps: Int
  private let sources: [Int]
  private let weights: [F]
  private let extent: Int
  private let count: Int
  private let outside: F
  private let outer: Int
  private let inner: Int

  init(
    _ filter: Resampling.Filter, _ axis: Resampling.Axis, outside: F, outer: Int, inner: Int
  ) {
    taps = filter.tapCount
    sources = filter.sources
    weights = filter.weights.map { F($0) }
    (extent, count) = (axis.extent, axis.count)
    (self.outside, self.outer, self.inner) = (outside, outer, inner)
  }

  func values(_ x: Buffer<F>) -> Buffer<F> {
    Buffer(count: outer * count * inner) { out in
      guard !out.isEmpty else { return }
      let (target, source) = (SendablePointer(out), SendablePointer(x))
      Parallel.forEach(outer * count, grain: max(1, (1 << 14) / (inner * taps))) { rows in
        for row in rows {
          let line = UnsafePointer(source.base + row / count * extent * inner)
          fill(target.base + row * inner, row % count * taps, line)
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  /// The elements of one position, from the filter's entry `first` on.
  @inline(__always)
  private func fill(_ y: UnsafeMutablePointer<F>, _ first: Int, _ line: UnsafePointer<F>) {
    if sources[first] < 0 { return y.initialize(repeating: outside, count: inner) }
    if inner == 1 {
      var sum: F = 0
      for t in first..<(first + taps) { sum += weights[t] * line[sources[t]] }
      return y.initialize(to: sum)
    }
    y.initialize(repeating: 0, count: inner)
    for t in first..<(first + taps) {
      let (weight, from) = (weights[t], line + sources[t] * inner)
      for i in 0..<inner { y[i] += weight * from[i] }
    }
  }
}
