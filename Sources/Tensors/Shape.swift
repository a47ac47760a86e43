/// Extents, outermost first. `[]` is a scalar.
package struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  package var dims: [Int]

  package init(_ dims: [Int]) { self.dims = dims }
  package init(arrayLiteral dims: Int...) { self.dims = dims }

  package var rank: Int { dims.count }

  /// The number of elements. Meaningful only where `checkedCount` is not `nil`.
  package var count: Int { dims.reduce(1, &*) }

  /// The number of elements; `nil` when an extent is negative or the product overflows.
  package var checkedCount: Int? {
    var product = 1
    for extent in dims {
      guard extent >= 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: max(extent, 1))
      guard !overflow else { return nil }
      product = next
    }
    return dims.contains(0) ? 0 : product
  }

  /// Row-major strides, in elements.
  package var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in dims.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] &* dims[axis + 1]
    }
    return strides
  }

  package subscript(axis: Int) -> Int { dims[axis] }

  package var description: String { "[\(dims.map(String.init).joined(separator: ", "))]" }
}

extension Shape {
  /// The offset of every element under `strides`, in row-major order of this shape.
  package func offsets(strides: [Int], from start: Int = 0) -> [Int] {
    let count = self.count
    guard count > 0 else { return [] }
    return [Int](unsafeUninitializedCapacity: count) { result, initialized in
      var index = [Int](repeating: 0, count: rank)
      var offset = start
      let inner = rank > 0 ? dims[rank - 1] : 1
      let step = rank > 0 ? strides[rank - 1] : 0
      var written = 0
      while written < count {
        for i in 0..<inner { result[written &+ i] = offset &+ i &* step }
        written += inner
        var axis = rank - 2
        while axis >= 0 {
          index[axis] += 1
          offset += strides[axis]
          if index[axis] < dims[axis] { break }
          offset -= strides[axis] * dims[axis]
          index[axis] = 0
          axis -= 1
        }
      }
      initialized = count
    }
  }
}
