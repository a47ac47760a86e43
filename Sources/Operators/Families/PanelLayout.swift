import Tensors

/// How a constant operand of products lies in panels: its lines, which are rows of A or columns of B,
/// side by side, a few a panel.
struct PanelLayout<N: ProductNumber>: Sendable {
  private let isLeft: Bool
  private let lines: Int
  private let depth: Int
  /// How far apart lines, and the elements of one, are in the matrix.
  private let lineStride: Int
  private let step: Int
  private let groups: Int

  /// A, `groups` matrices `[rows, depth]`.
  init(rows: Int, depth: Int, groups: Int) {
    (isLeft, lines, self.depth) = (true, rows, depth)
    (lineStride, step, self.groups) = (depth, 1, groups)
  }

  /// B `[depth, columns]`, or the transpose of `[columns, depth]`.
  init(columns: Int, depth: Int, transposed: Bool) {
    (isLeft, lines, self.depth, groups) = (false, columns, depth, 1)
    (lineStride, step) = transposed ? (depth, 1) : (1, columns)
  }

  /// Lines of a panel.
  private var width: Int { isLeft ? 6 : 64 / MemoryLayout<N>.stride }
  /// Elements of one group's panels.
  var pitch: Int { (lines + width - 1) / width * width * depth }

  func panels(of matrices: Buffer<N>) -> Buffer<N> {
    let strip = 8 * width
    let strips = (lines + strip - 1) / strip
    return Buffer(count: groups * pitch) { out in
      let target = SendablePointer(out)
      matrices.readingAgain { matrices in
        let source = SendablePointer(UnsafeMutablePointer(mutating: matrices))
        Parallel.forEach(groups * strips, grain: max(1, (1 << 16) / (strip * depth))) { range in
          for index in range {
            let (group, first) = (index / strips, index % strips * strip)
            pack(
              min(strip, lines - first),
              source.base + (group * lines * depth + first * lineStride),
              into: target.base + (group * pitch + first * depth))
          }
        }
      }
    }
  }

  private func pack(
    _ count: Int, _ from: UnsafePointer<N>, into panels: UnsafeMutablePointer<N>
  ) {
    if isLeft {
      let view = MatrixView(from, row: lineStride, column: step)
      N.packLeft(rows: count, depth: depth, view, into: panels)
    } else {
      let view = MatrixView(from, row: step, column: lineStride)
      N.packRight(depth: depth, columns: count, view, into: panels)
    }
  }

  /// The matrices of these panels, made when they are first read.
  func unpacked<T: BitwiseCopyable & Sendable>(
    _ panels: Buffer<N>, _ element: @escaping @Sendable (N) -> T
  ) -> Buffer<T> {
    .deferred(count: groups * lines * depth) { out in
      for line in 0..<groups * lines {
        let (group, i) = (line / lines, line % lines)
        let from = panels.base + (group * pitch + i / width * width * depth + i % width)
        let first = group * lines * depth + i * lineStride
        for k in 0..<depth { out[first + k * step] = element(from[k * width]) }
      }
      withExtendedLifetime(panels) {}
    }
  }
}
