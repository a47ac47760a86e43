import Tensors

/// How a constant right operand of products lies in panels: its columns side by side, a few a panel.
struct PanelLayout<N: ProductNumber>: Sendable {
  private let columns: Int
  private let depth: Int
  /// How far apart columns, and the elements of one, are in the matrix.
  private let columnStride: Int
  private let step: Int
  private let groups: Int

  /// B `[depth, columns]`, or the transpose of `[columns, depth]`; or `groups` of them.
  init(columns: Int, depth: Int, transposed: Bool, groups: Int = 1) {
    (self.columns, self.depth, self.groups) = (columns, depth, groups)
    (columnStride, step) = transposed ? (depth, 1) : (1, columns)
  }

  /// Columns of a panel.
  private var width: Int { 64 / MemoryLayout<N>.stride }
  /// Elements of one group's panels.
  var pitch: Int { (columns + width - 1) / width * width * depth }
  /// Elements in all.
  var count: Int { groups * pitch }

  func panels(of matrices: Buffer<N>) -> Buffer<N> {
    Buffer(count: count) { out in
      let target = SendablePointer(out)
      matrices.readingAgain { matrices in
        pack(SendablePointer(UnsafeMutablePointer(mutating: matrices)), into: target)
      }
    }
  }

  /// Writes the panels, over all cores.
  func pack(_ matrices: SendablePointer<N>, into panels: SendablePointer<N>) {
    let strip = 8 * width
    let strips = (columns + strip - 1) / strip
    Parallel.forEach(groups * strips, grain: max(1, (1 << 16) / (strip * max(1, depth)))) { range in
      for index in range {
        let (group, first) = (index / strips, index % strips * strip)
        let from = matrices.base + (group * columns * depth + first * columnStride)
        N.packRight(
          depth: depth, columns: min(strip, columns - first),
          MatrixView(from, row: step, column: columnStride),
          into: panels.base + (group * pitch + first * depth))
      }
    }
  }

  /// Where element k of a group's column lies.
  @inline(__always)
  func offset(group: Int, column: Int, _ k: Int) -> Int {
    group * pitch + column / width * width * depth + k * width + column % width
  }

  /// The matrices of these panels, made when they are first read.
  func unpacked<T: BitwiseCopyable & Sendable>(
    _ panels: Buffer<N>, _ element: @escaping @Sendable (N) -> T
  ) -> Buffer<T> {
    .deferred(count: groups * columns * depth) { out in
      for column in 0..<groups * columns {
        let (group, i) = (column / columns, column % columns)
        let from = panels.base + offset(group: group, column: i, 0)
        let first = group * columns * depth + i * columnStride
        for k in 0..<depth { out[first + k * step] = element(from[k * width]) }
      }
      withExtendedLifetime(panels) {}
    }
  }
}
