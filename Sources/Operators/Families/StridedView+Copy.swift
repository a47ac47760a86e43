import Graphs
import Tensors

extension Tensor {
  /// The elements that `view` reads. A view of the whole shares them.
  func viewed(by view: StridedView) throws(OperatorError) -> Tensor {
    let elements =
      view.isWhole(of: count) ? elements : elements.visit(StridedCopy(view: view))
    return try tensors { () throws(TensorError) in try Tensor(elements, shape: view.shape) }
  }
}

extension Buffer where Element: Tensors.Element {
  /// The elements that `view` reads.
  func viewed(by view: StridedView) -> Buffer {
    Element.unwrap(StridedCopy(view: view).visit(self)) ?? self
  }
}

/// A strided copy: rows where the source is contiguous, tiles where it is transposed.
private struct StridedCopy: ElementsVisitor {
  let view: StridedView

  func visit<T: Element>(_ values: Buffer<T>) -> Elements {
    let plan = BroadcastPlan(dims: view.dims, strides: [view.strides])
    let walk = StridedWalk(dims: plan.dims, strides: plan.strides[0], start: view.start)
    return T.wrap(
      Buffer(count: plan.count) { out in
        guard let target = out.baseAddress else { return }
        // Elements of one width move alike, so that the loops are compiled for each width alone.
        switch T.dtype == .string ? 0 : MemoryLayout<T>.stride {
        case 1: walk.move(UInt8.self, values.base, target)
        case 2: walk.move(UInt16.self, values.base, target)
        case 4: walk.move(UInt32.self, values.base, target)
        case 8: walk.move(UInt64.self, values.base, target)
        case 16: walk.move(Complex128.self, values.base, target)
        default: walk.copy(values.base, target)
        }
        withExtendedLifetime(values) {}
      })
  }
}

/// Extents and the strides of what is read; the output is written in row-major order.
private struct StridedWalk: Sendable {
  var dims: [Int]
  var strides: [Int]
  var start: Int

  /// Copies elements as words of their width, over all cores.
  func move<W: BitwiseCopyable & Sendable>(
    _ word: W.Type, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    let count = dims.reduce(1, *)
    guard count > 0 else { return }
    let outer = dims.first ?? 1
    let rest = count / outer
    let from = SendablePointer(
      UnsafeMutablePointer(mutating: source.assumingMemoryBound(to: W.self)))
    let to = SendablePointer(target.assumingMemoryBound(to: W.self))
    Parallel.forEach(outer, grain: max(1, (1 << 16) / rest)) { range in
      var part = narrowed(to: range.count)
      part.start += range.lowerBound * (strides.first ?? 0)
      part.copy(UnsafePointer(from.base), to.base + range.lowerBound * rest)
    }
  }

  /// The walk whose outermost extent is `count`.
  func narrowed(to count: Int) -> Self {
    var walk = self
    if !dims.isEmpty { walk.dims[0] = count }
    return walk
  }

  func copy<T>(_ origin: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>) {
    guard !dims.contains(0) else { return }
    let source = origin + start
    guard let count = dims.last, let step = strides.last else {
      return target.initialize(from: source, count: 1)
    }
    if step != 1, step != 0, let axis = strides.dropLast().lastIndex(of: 1) {
      return copyTransposed(source, target, axis)
    }
    forEachOffset(besides: []) { from, to in
      let (row, output) = (source + from, target + to)
      switch step {
      case 1: output.initialize(from: row, count: count)
      case 0: output.initialize(repeating: row[0], count: count)
      default: for i in 0..<count { (output + i).initialize(to: row[i &* step]) }
      }
    }
  }

  /// Copies in square tiles of the last axis and of `axis`, along which the source is contiguous.
  private func copyTransposed<T>(
    _ source: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>, _ axis: Int
  ) {
    let side = 16
    let last = dims.count - 1
    let (rows, columns, step) = (dims[axis], dims[last], strides[last])
    let pitch = dims[(axis + 1)...].reduce(1, *)
    forEachOffset(besides: [axis]) { from, to in
      var top = 0
      while top < rows {
        let bottom = min(top + side, rows)
        var left = 0
        while left < columns {
          let right = min(left + side, columns)
          for i in top..<bottom {
            let (row, output) = (source + (from + i), target + (to + i &* pitch))
            for j in left..<right { (output + j).initialize(to: row[j &* step]) }
          }
          left = right
        }
        top = bottom
      }
    }
  }

  /// Calls `body` with the source's and the target's offset of every row, but for `skipped` axes.
  @inline(__always)
  private func forEachOffset(besides skipped: [Int], _ body: (Int, Int) -> Void) {
    var extents: [Int] = []
    var reads: [Int] = []
    var writes: [Int] = []
    var pitch = dims.last ?? 1
    for axis in dims.indices.dropLast().reversed() {
      if !skipped.contains(axis) {
        extents.append(dims[axis])
        reads.append(strides[axis])
        writes.append(pitch)
      }
      pitch *= dims[axis]
    }
    var index = [Int](repeating: 0, count: extents.count)
    var (from, to) = (0, 0)
    while true {
      body(from, to)
      var axis = 0
      while axis < extents.count {
        index[axis] += 1
        from += reads[axis]
        to += writes[axis]
        if index[axis] < extents[axis] { break }
        from -= reads[axis] * extents[axis]
        to -= writes[axis] * extents[axis]
        index[axis] = 0
        axis += 1
      }
      if axis == extents.count { return }
    }
  }
}
