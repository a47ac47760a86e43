import Graphs
import Tensors

/// Products of stacked matrices, as numpy's `matmul` pairs them.
struct BatchedProduct: Sendable {
  /// The output's shape.
  let shape: Shape
  private(set) var extent: ProductExtent
  /// How the stacks of A and B are read, in elements.
  var stacks: BroadcastPlan
  /// Transposed operands are read in place.
  var transposesA = false
  var transposesB = false

  /// - Throws: `.mismatch` where the inner extents differ, `.broadcast` where the stacks do.
  init(_ a: Shape, _ b: Shape) throws(OperatorError) {
    let known = { (shape: Shape) in shape.dims.map { Dimension.known($0) } }
    let dims = try Self.infer(known(a), known(b)).compactMap(\.value)
    let left = Shape(a.rank == 1 ? [1] + a.dims : a.dims)
    let right = Shape(b.rank == 1 ? b.dims + [1] : b.dims)
    shape = Shape(dims)
    extent = ProductExtent(
      rows: left[left.rank - 2], columns: right[right.rank - 1],
      depth: left[left.rank - 1])
    let batch = Shape(Array(dims.prefix(max(left.rank, right.rank) - 2)))
    var stacks = BroadcastPlan(
      [Shape(Array(left.dims.dropLast(2))), Shape(Array(right.dims.dropLast(2)))], to: batch)
    let sizes = [extent.rows * extent.depth, extent.depth * extent.columns]
    stacks.strides = zip(stacks.strides, sizes).map { strides, size in strides.map { $0 * size } }
    self.stacks = stacks
  }

  /// One product of two plain matrices, either of which may be transposed.
  init(
    _ a: Shape, transposed transposesA: Bool, _ b: Shape, transposed transposesB: Bool
  ) throws(OperatorError) {
    guard a.rank == 2 else { throw .rank(input: 0, found: a.rank, expected: "2") }
    guard b.rank == 2 else { throw .rank(input: 1, found: b.rank, expected: "2") }
    self.transposesA = transposesA
    self.transposesB = transposesB
    extent = ProductExtent(
      rows: a[transposesA ? 1 : 0], columns: b[transposesB ? 0 : 1],
      depth: a[transposesA ? 0 : 1])
    guard b[transposesB ? 1 : 0] == extent.depth else {
      throw .mismatch(
        "A \(a)\(transposesA ? " transposed" : "") has \(extent.depth) columns, but B"
          + " \(b)\(transposesB ? " transposed" : "") has \(b[transposesB ? 1 : 0]) rows")
    }
    shape = [extent.rows, extent.columns]
    stacks = BroadcastPlan(dims: [], strides: [[], []])
  }

  /// Products of one A with each B of a stack.
  init(batch: Int, rows: Int, columns: Int, depth: Int) {
    shape = [batch, rows, columns]
    extent = ProductExtent(rows: rows, columns: columns, depth: depth)
    stacks = BroadcastPlan(dims: [batch], strides: [[0], [depth * columns]])
  }

  /// The output's dims: 1-D operands lend a row or a column that the output lacks.
  static func infer(_ a: [Dimension], _ b: [Dimension]) throws(OperatorError) -> [Dimension] {
    guard !a.isEmpty else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    guard !b.isEmpty else { throw .rank(input: 1, found: 0, expected: "at least 1") }
    let left = a.count == 1 ? [1] + a : a
    let right = b.count == 1 ? b + [1] : b
    let (width, height) = (left[left.count - 1], right[right.count - 2])
    guard width.merged(with: height) != nil else {
      throw .mismatch("A has \(width) columns, but B has \(height) rows")
    }
    let batch = try broadcast([Array(left.dropLast(2)), Array(right.dropLast(2))]) ?? []
    return batch + (a.count == 1 ? [] : [left[left.count - 2]])
      + (b.count == 1 ? [] : [right[right.count - 1]])
  }

  /// What the products take beside their operands and results.
  func scratch<N>(_ type: N.Type) -> ByteCount { .of(extent.sharedCount, type) }

  /// The products, row-major.
  ///
  /// - Parameter packed: whether `b` is what ``ProductNumber/panels(of:depth:columns:transposed:)`` made
  ///   of the one matrix that it is.
  func values<N: ProductNumber>(
    _ a: Buffer<N>, _ b: Buffer<N>, packed: Bool = false
  ) -> Buffer<N> {
    joined.separateValues(a, b, packed: packed)
  }

  /// A stack of matrices that share B is one matrix of all their rows.
  var joined: Self {
    let size = extent.rows * extent.depth
    guard !transposesA, stacks.strides == [[size], [0]] else { return self }
    var joined = self
    joined.extent.rows *= stacks.count
    joined.stacks = BroadcastPlan(dims: [], strides: [[], []])
    return joined
  }

  private func separateValues<N: ProductNumber>(
    _ a: Buffer<N>, _ b: Buffer<N>, packed: Bool
  ) -> Buffer<N> {
    let size = extent.rows * extent.columns
    let count = stacks.count
    let (m, n, k) = (extent.rows, extent.columns, extent.depth)
    return Buffer(count: shape.count) { out in
      guard shape.count > 0 else { return }
      let (x, y, z) = (SendablePointer(a), SendablePointer(b), SendablePointer(out))
      @Sendable func left(_ i: Int) -> MatrixView<N> {
        MatrixView(
          x.base + stacks.offset(0, at: i), row: transposesA ? 1 : k, column: transposesA ? m : 1)
      }
      @Sendable func right(_ i: Int) -> MatrixView<N> {
        if packed { return MatrixView(packed: y.base, depth: k) }
        return MatrixView(
          y.base + stacks.offset(1, at: i), row: transposesB ? 1 : n, column: transposesB ? k : 1)
      }
      if count < 2 * Parallel.threadCount {
        for i in 0..<count {
          N.multiplyInParallel(extent, left(i), right(i), into: z.base + i * size, pitch: n)
        }
      } else {
        Parallel.forEach(count, grain: max(1, (1 << 20) / extent.work)) { range in
          for i in range {
            N.multiply(
              extent, left(i), right(i), into: z.base + i * size, pitch: n, accumulates: false)
          }
        }
      }
      withExtendedLifetime((a, b)) {}
    }
  }
}
