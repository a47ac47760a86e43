import Graphs
import Tensors

/// The dims to which all operands extend, by ONNX's multidirectional rule.
///
/// - Throws: `.broadcast` when two known extents differ and neither is 1.
func broadcast(_ operands: [[Dimension]?]) throws(OperatorError) -> [Dimension]? {
  var result: [Dimension] = []
  for dims in operands {
    guard let dims else { return nil }
    if dims.count > result.count {
      result = Array(repeating: 1, count: dims.count - result.count) + result
    }
    let offset = result.count - dims.count
    for (i, b) in dims.enumerated() {
      let a = result[offset + i]
      if a == b || b == 1 { continue }
      if a == 1 {
        result[offset + i] = b
      } else if let x = a.value, let y = b.value, x != y {
        throw .broadcast(
          Shape(result.map { $0.value ?? -1 }), Shape(dims.map { $0.value ?? -1 }))
      } else if a.value == nil {
        // The other extent decides unless it is unknown too: a symbol may still be 1.
        result[offset + i] = b.value == nil ? .unknown : b
      }
    }
  }
  return result
}

/// How operands of several shapes are read while one output is written in row-major order, with
/// adjacent axes merged where every operand allows it.
struct BroadcastPlan: Sendable {
  /// Output extents, outermost first; none when one element suffices.
  var dims: [Int] = []
  /// For each operand, its stride along each axis, in elements; 0 where it repeats.
  var strides: [[Int]]

  init(_ operands: [Shape], to output: Shape) {
    let expanded = operands.map { operand in
      let own = operand.strides
      let offset = output.rank - operand.rank
      return (0..<output.rank).map { axis in
        axis < offset || operand.dims[axis - offset] == 1 ? 0 : own[axis - offset]
      }
    }
    self.init(dims: output.dims, strides: expanded)
  }

  /// Two operands of one shape, or of which one is a scalar, and the result's shape; `nil` for others.
  static func plain(_ a: Shape, _ b: Shape) -> (BroadcastPlan, Shape)? {
    func plan(_ first: Int, _ second: Int, _ shape: Shape) -> (BroadcastPlan, Shape) {
      let dims = shape.count == 1 ? [] : [shape.count]
      let strides = dims.isEmpty ? [[], []] : [[first], [second]]
      return (BroadcastPlan(merged: dims, strides), shape)
    }
    if a.dims == b.dims { return plan(1, 1, a) }
    if b.rank == 0 { return plan(1, 0, a) }
    return a.rank == 0 ? plan(0, 1, b) : nil
  }

  private init(merged dims: [Int], _ strides: [[Int]]) {
    (self.dims, self.strides) = (dims, strides)
  }

  /// Merges adjacent axes of strided operands.
  init(dims all: [Int], strides expanded: [[Int]]) {
    strides = expanded.map { _ in [] }
    for axis in all.indices where all[axis] != 1 {
      if let last = dims.indices.last,
        expanded.indices.allSatisfy({ strides[$0][last] == expanded[$0][axis] * all[axis] })
      {
        dims[last] *= all[axis]
        for k in expanded.indices { strides[k][last] = expanded[k][axis] }
      } else {
        dims.append(all[axis])
        for k in expanded.indices { strides[k].append(expanded[k][axis]) }
      }
    }
  }

  /// Whether operand `k` is read straight through.
  func isContiguous(_ k: Int) -> Bool { dims.isEmpty || (dims.count == 1 && strides[k] == [1]) }

  /// Calls `body` for each innermost row, or those of a range, with the output's offset, the operands'
  /// offsets and the row's length. Rows come in row-major order.
  @inline(__always)
  func forEachRow(
    _ rows: Range<Int>? = nil, _ body: (_ output: Int, _ operands: [Int], _ count: Int) -> Void
  ) {
    guard !dims.contains(0) else { return }
    guard let inner = dims.last else { return body(0, strides.map { _ in 0 }, 1) }
    let outer = Array(dims.dropLast())
    var index = [Int](repeating: 0, count: outer.count)
    var offsets = [Int](repeating: 0, count: strides.count)
    var remaining = outer.reduce(1, *)
    var output = 0
    if let rows {
      remaining = rows.count
      output = rows.lowerBound * inner
      var row = rows.lowerBound
      for axis in outer.indices.reversed() {
        (row, index[axis]) = row.quotientAndRemainder(dividingBy: outer[axis])
        for k in offsets.indices { offsets[k] += strides[k][axis] * index[axis] }
      }
    }
    while remaining > 0 {
      body(output, offsets, inner)
      remaining -= 1
      output += inner
      var axis = outer.count - 1
      while axis >= 0 {
        index[axis] += 1
        for k in offsets.indices { offsets[k] += strides[k][axis] }
        if index[axis] < outer[axis] { break }
        for k in offsets.indices { offsets[k] -= strides[k][axis] * outer[axis] }
        index[axis] = 0
        axis -= 1
      }
    }
  }

  /// Like ``forEachRow(_:_:)``, over all cores; a single row comes in parts.
  func forEachRun(
    _ body: @Sendable (_ output: Int, _ operands: [Int], _ count: Int) -> Void
  ) {
    let grain = 1 << 15
    guard !dims.contains(0), let inner = dims.last else { return forEachRow(nil, body) }
    if dims.count == 1 {
      Parallel.forEach(inner, grain: grain) { range in
        body(range.lowerBound, strides.map { $0[0] * range.lowerBound }, range.count)
      }
    } else {
      Parallel.forEach(count / inner, grain: max(1, grain / inner)) { rows in
        forEachRow(rows, body)
      }
    }
  }

  /// Where operand `k` is read for one element of the output.
  @inline(__always)
  func offset(_ k: Int, at element: Int) -> Int {
    var (rest, offset) = (element, 0)
    for axis in dims.indices.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: dims[axis])
      offset += index * strides[k][axis]
      rest = quotient
    }
    return offset
  }

  /// The stride of operand `k` within a row.
  func step(_ k: Int) -> Int { strides[k].last ?? 0 }

  /// What `Shaders/Prelude/Indexing.glsl` reads: extents and each operand's strides.
  func parameters(_ names: [String]) -> [Parameter] {
    guard !dims.isEmpty else { return [] }
    return [.uints("dims", dims)]
      + Swift.zip(names, strides).map { .uints("\($0)_strides", $1) }
  }
}
