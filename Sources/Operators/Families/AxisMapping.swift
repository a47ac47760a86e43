import Graphs
import Tensors

extension Tensor {
  /// The elements that the maps read; `filler` is a tensor of one element of the same type.
  func mapped(by maps: AxisMaps, filler: Tensor? = nil) throws(OperatorError) -> Tensor {
    let shape = try TensorType(dtype, maps.shape).extent()
    let filler = if let filler { filler } else { try Tensor.zero(dtype) }
    guard
      let axis = shape.dims.indices.last(where: { !maps.isIdentity($0, extent: self.shape[$0]) })
    else { return self }
    return try AxisMapping(maps, axis: axis, strides: self.shape.strides)(
      [self, filler], shape: shape)
  }

  /// The scalar that is zero, false or empty.
  static func zero(_ dtype: DType) throws(OperatorError) -> Tensor {
    if dtype == .string { return Tensor(scalar: "") }
    let elements = Elements(count: 1, dtype: dtype) {
      $0.initializeMemory(as: UInt8.self, repeating: 0)
    }
    return try tensors { () throws(TensorError) in try Tensor(elements, shape: []) }
  }
}

/// Rows of the innermost axis that is not as it was, by blocks of elements.
private struct AxisMapping: WordMovement {
  let count: Int
  /// The source's index for each of the outer axes' positions.
  let outer: [[Int]]
  let strides: [Int]
  let map: [Int]
  let block: Int
  /// Stretches of the map that are copied at once; `nil` where most are of one element.
  let runs: [AxisMaps.Run]?

  init(_ maps: AxisMaps, axis: Int, strides: [Int]) {
    count = maps.shape.count
    outer = Array(maps.maps[..<axis])
    self.strides = strides
    map = maps.maps[axis]
    block = strides[axis]
    let runs = AxisMaps.runs(map)
    self.runs = block == 1 && runs.count * 4 > map.count ? nil : runs
  }

  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>]) {
    let (source, filler, row) = (x[0].base, x[1][0], map.count * block)
    var next = y
    var index = [Int](repeating: 0, count: outer.count)
    // What the row before was read from, which the same one repeats.
    var last: Int?
    while true {
      var offset: Int? = 0
      for k in index.indices {
        let from = outer[k][index[k]]
        offset = from < 0 ? nil : offset.map { $0 + from * strides[k] }
      }
      if let offset, offset == last {
        next.initialize(from: next - row, count: row)
      } else if let offset {
        copyRow(source + offset, next, filler)
      } else {
        next.initialize(repeating: filler, count: row)
      }
      last = offset
      next += row
      var k = outer.count - 1
      while k >= 0 {
        index[k] += 1
        if index[k] < outer[k].count { break }
        index[k] = 0
        k -= 1
      }
      if k < 0 { return }
    }
  }

  private func copyRow<W>(
    _ source: UnsafePointer<W>, _ target: UnsafeMutablePointer<W>, _ filler: W
  ) {
    guard let runs else {
      for i in 0..<map.count {
        (target + i).initialize(to: map[i] < 0 ? filler : source[map[i]])
      }
      return
    }
    var next = target
    for run in runs {
      let count = run.count * block
      if run.source < 0 {
        next.initialize(repeating: filler, count: count)
      } else {
        next.initialize(from: source + run.source * block, count: count)
      }
      next += count
    }
  }
}
