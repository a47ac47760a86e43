import Tensors

/// The matrix of a convolution's right side: a row a channel and tap, a column an output.
struct WindowColumns: Sendable {
  let rows: WindowRows

  init(_ geometry: WindowGeometry) {
    rows = WindowRows(geometry)
    inputCount = geometry.inputCount
  }

  let inputCount: Int

  /// Writes the columns of `range`, row by row, padding as 0.
  func gather<N: ProductNumber>(
    _ range: Range<Int>, channels: Int, from x: UnsafePointer<N>,
    into matrix: UnsafeMutablePointer<N>
  ) {
    let axis = rows.inner
    var target = matrix
    for channel in 0..<channels {
      let plane = x + channel * inputCount
      for tap in 0..<rows.outerTapCount {
        for k in 0..<axis.kernel {
          var column = range.lowerBound
          var row = column / axis.output
          while column < range.upperBound {
            let start = row * axis.output
            let end = min(start + axis.output, range.upperBound)
            let offset = rows.offsets[row &* rows.outerTapCount &+ tap]
            let (from, to) = (column - start, end - start)
            let reach = offset < 0 ? 0..<0 : rows.reach[k].clamped(to: from..<to)
            let line = target + (start - range.lowerBound)
            if reach.isEmpty {
              for o in from..<to { line[o] = 0 }
            } else {
              for o in from..<reach.lowerBound { line[o] = 0 }
              let first = offset &+ k &* axis.dilation &- axis.before
              if axis.stride == 1 {
                (line + reach.lowerBound).update(
                  from: plane + (first + reach.lowerBound), count: reach.count)
              } else {
                for o in reach { line[o] = plane[first &+ o &* axis.stride] }
              }
              for o in reach.upperBound..<to { line[o] = 0 }
            }
            column = end
            row += 1
          }
          target += range.count
        }
      }
    }
  }
}
