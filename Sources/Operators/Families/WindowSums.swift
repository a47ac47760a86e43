import CKernels
import Tensors

extension WindowGeometry {
  /// The most bytes that a kernel may take for a window; it copies an image with its padding, which
  /// far-reaching windows make large.
  static let mostWorkspace = 16 << 20

  /// What a kernel makes of every window of `planes` images; `nil` where none takes the window.
  func folded<N: KernelNumber>(
    _ x: Buffer<N>, planes: Int,
    by kernel:
      @Sendable (wonnx_window, _ channels: Int, UnsafePointer<N>, UnsafeMutablePointer<N>)
      -> wonnx_status
  ) -> Buffer<N>? {
    guard let window = wonnx_window(self), N.byteCount(window) <= Self.mostWorkspace else {
      return nil
    }
    return Buffer(count: planes * outputCount) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      let grain = max(1, (1 << 16) / (outputCount * tapCount))
      Parallel.forEach(planes, grain: grain) { range in
        let status = kernel(
          window, range.count, source.base + range.lowerBound * inputCount,
          target.base + range.lowerBound * outputCount)
        precondition(status == WONNX_OK, "memory for a window's workspace is exhausted")
      }
      withExtendedLifetime(x) {}
    }
  }

  /// The sum of the inputs under every window, of which padding takes no part.
  func sums<F: KernelNumber>(of x: Buffer<F>, planes: Int) -> Buffer<F> {
    folded(x, planes: planes) { F.sums($0, channels: $1, $2, divisors: nil, into: $3) }
      ?? gatheredSums(of: x, planes: planes)
  }

  /// The mean of the inputs under every window, over the taps inside the input or, if
  /// `countsPadding`, also inside the padding.
  func means<F: KernelNumber>(
    of x: Buffer<F>, planes: Int, countsPadding: Bool
  ) -> Buffer<F> {
    let counts = counts(countsPadding: countsPadding)
    let divisors = Buffer<F>(count: outputCount) { out in
      guard let to = out.baseAddress else { return }
      let width = counts.columns.count
      for (row, rowCount) in counts.rows.enumerated() {
        for o in 0..<width { to[row * width + o] = F(rowCount * counts.columns[o]) }
      }
    }
    if let means = folded(
      x, planes: planes, by: { F.sums($0, channels: $1, $2, divisors: divisors.base, into: $3) })
    {
      return means
    }
    let sums = gatheredSums(of: x, planes: planes)
    return filled(sums.count) { sums[$0] / divisors[$0 % outputCount] }
  }

  private func gatheredSums<F: WideFloat>(of x: Buffer<F>, planes: Int) -> Buffer<F> {
    let rows = WindowRows(self)
    return filled(planes * outputCount) { i -> F in
      let (plane, o) = i.quotientAndRemainder(dividingBy: outputCount)
      let (row, column) = o.quotientAndRemainder(dividingBy: rows.inner.output)
      let inside = rows.inner.taps(column)
      return Summation.sum(tapCount) { tap in
        let (outer, k) = tap.quotientAndRemainder(dividingBy: rows.inner.kernel)
        let offset = rows.offsets[row * rows.outerTapCount + outer]
        guard offset >= 0, inside.contains(k) else { return -0.0 }
        let place = column * rows.inner.stride + k * rows.inner.dilation - rows.inner.before
        return x[plane * inputCount + offset + place]
      }
    }
  }
}
