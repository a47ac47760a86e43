import Tensors

/// A fold of the inputs under a window, in row-major order of its taps.
protocol WindowFold: Sendable {
  associatedtype N: WideNumber
  var initial: N { get }
  func step(_ sum: N, _ x: N) -> N
}

extension WindowFold {
  /// The fold of every window of `planes` inputs.
  func values(
    _ x: Buffer<N>, planes: Int, _ geometry: WindowGeometry
  ) -> Buffer<N> {
    let rows = WindowRows(geometry)
    let (inputCount, outputCount) = (geometry.inputCount, geometry.outputCount)
    let width = rows.inner.output
    return Buffer(count: planes * outputCount) { out in
      guard planes * outputCount > 0 else { return }
      let output = SendablePointer(out)
      let source = SendablePointer(x)
      let grain = max(1, (1 << 15) / max(outputCount * geometry.tapCount, 1))
      Parallel.forEach(planes, grain: grain) { range in
        for plane in range {
          let input = UnsafePointer(source.base + plane * inputCount)
          for row in 0..<rows.count {
            let y = output.base + (plane * outputCount + row * width)
            fold(row, of: rows, input, into: y)
          }
        }
      }
    }
  }

  @inline(__always)
  private func fold(
    _ row: Int, of rows: WindowRows, _ x: UnsafePointer<N>, into y: UnsafeMutablePointer<N>
  ) {
    let axis = rows.inner
    let start = initial
    for o in 0..<axis.output { y[o] = start }
    for tap in 0..<rows.outerTapCount {
      let offset = rows.offsets[row &* rows.outerTapCount &+ tap]
      guard offset >= 0 else { continue }
      for k in 0..<axis.kernel {
        let reach = rows.reach[k]
        let first = offset &+ k &* axis.dilation &- axis.before
        let (from, to, stride) = (reach.lowerBound, reach.upperBound, axis.stride)
        if stride == 1 {
          let shifted = x + first
          for o in from..<to { y[o] = step(y[o], shifted[o]) }
        } else {
          for o in from..<to { y[o] = step(y[o], x[first &+ o &* stride]) }
        }
      }
    }
  }
}

extension WindowGeometry {
  /// How many taps a window counts, as the product of its row's number and its column's.
  func counts(countsPadding: Bool) -> (rows: [Int], columns: [Int]) {
    func along(_ axis: WindowAxis) -> [Int] {
      (0..<axis.output).map { o in
        countsPadding
          ? axis.taps(o, from: -axis.before, to: axis.input + axis.after).count
          : axis.taps(o).count
      }
    }
    let rows = axes.dropLast().reduce([1]) { product, axis in
      let own = along(axis)
      return product.flatMap { row in own.map { row * $0 } }
    }
    return (rows, axes.last.map(along) ?? [1])
  }
}
