import Graphs
import Tensors

/// The keys or values of a GroupQueryAttention: those of the cache that are in use, followed by the new
/// ones, and what the cache is after them.
struct GroupedCache<F: WideFloat>: Sendable {
  let geometry: GroupedGeometry
  let codes: CacheCodes
  let scales: Buffer<F>
  let rows: [GroupedGeometry.Row]

  /// What queries see, and what the next step gets.
  struct Result {
    /// `[B, G, rows, D]`.
    var seen: Buffer<F>
    var present: Tensor
  }

  /// - Parameter new: `[B, G, S, D]`.
  func joined(
    _ past: Tensor?, new: Buffer<F>, dtype: DType
  ) throws(OperatorError) -> Result {
    let stored = try stored(new, dtype)
    switch stored.elements {
    case .float(let x): return try joined(past, x)
    case .float16(let x): return try joined(past, x)
    case .bfloat16(let x): return try joined(past, x)
    case .int8(let x): return try joined(past, x)
    case .uint8(let x): return try joined(past, x)
    default: throw .unsupported("a cache of \(dtype.name)")
    }
  }

  private func joined<T: Element & BitwiseCopyable>(
    _ past: Tensor?, _ new: Buffer<T>
  ) throws(OperatorError) -> Result {
    let before = past.flatMap { T.unwrap($0.elements) }
    guard (before == nil) == (past == nil) else {
      throw .mismatch("the cache that is given is \(past?.dtype.name ?? "absent")")
    }
    let rows = rows(before, new)
    let all = try tensors { () throws(TensorError) in try Tensor(rows, shape: geometry.cache) }
    guard geometry.window != nil else { return Result(seen: try numbers(all), present: all) }
    let kept = kept(rows)
    return Result(
      seen: try numbers(all),
      present: try tensors { () throws(TensorError) in
        try Tensor(kept, shape: geometry.present)
      })
  }

  /// New rows as the cache holds them, `[B, G, S, cachedSize]`.
  private func stored(_ new: Buffer<F>, _ dtype: DType) throws(OperatorError) -> Tensor {
    let g = geometry
    let shape: Shape = [g.batch, g.keyHeads, g.newLength, g.cachedSize]
    guard let bits = codes.bits else {
      return try tensors { () throws(TensorError) in
        try Tensor(narrowing: F.wrap(wide: new), to: dtype, shape: shape)
      }
    }
    func code(_ i: Int) -> Int { codes.code(new[i], scale(i)) }
    if bits == 8 {
      let bytes = Buffer<Int8>(count: new.count) { out in
        for i in out.indices { out.initializeElement(at: i, to: Int8(code(i))) }
      }
      return try tensors { () throws(TensorError) in try Tensor(bytes, shape: shape) }
    }
    let bytes = Buffer<UInt8>(count: new.count / 2) { out in
      for i in out.indices {
        let (low, high) = (code(2 * i) + 8, code(2 * i + 1) + 8)
        out.initializeElement(at: i, to: UInt8(low | high << 4))
      }
    }
    return try tensors { () throws(TensorError) in try Tensor(bytes, shape: shape) }
  }

  /// The scale of an element of `[B, G, S, D]`.
  @inline(__always)
  private func scale(_ i: Int) -> F {
    guard codes.scaleCount > 1 else { return scales[0] }
    let (size, length) = (geometry.headSize, geometry.newLength)
    return scales[i / (size * length) % geometry.keyHeads * size + i % size]
  }

  /// `[B, G, rows, cachedSize]`: the past's rows in use, the new ones, and then zeros.
  private func rows<T: Element & BitwiseCopyable>(_ past: Buffer<T>?, _ new: Buffer<T>) -> Buffer<T>
  {
    let (g, size) = (geometry, geometry.cachedSize)
    return filling(g.rows) { (slot, row, to: UnsafeMutablePointer<T>) in
      let first = min(row.resident, g.rows)
      let old = past == nil ? 0 : min(first, g.pastRows)
      if let past { to.update(from: past.base + slot * g.pastRows * size, count: old * size) }
      zero(to + old * size, (first - old) * size)
      let count = min(row.queries, g.rows - first)
      (to + first * size).update(
        from: new.base + slot * g.newLength * size, count: count * size)
      withExtendedLifetime((past, new)) {}
      return first + count
    }
  }

  /// The last rows, for a cache that keeps no others.
  private func kept<T: Element & BitwiseCopyable>(_ rows: Buffer<T>) -> Buffer<T> {
    let (g, size) = (geometry, geometry.cachedSize)
    return filling(g.presentRows) { (slot, row, to: UnsafeMutablePointer<T>) in
      let first = row.resident + row.queries - row.kept
      to.update(from: rows.base + (slot * g.rows + first) * size, count: row.kept * size)
      withExtendedLifetime(rows) {}
      return row.kept
    }
  }

  /// `[B, G, count, cachedSize]` of which `fill` writes the first rows, and says how many; others are 0.
  private func filling<T: Element & BitwiseCopyable>(
    _ count: Int,
    _ fill: @Sendable (_ slot: Int, GroupedGeometry.Row, UnsafeMutablePointer<T>) -> Int
  ) -> Buffer<T> {
    let (g, size) = (geometry, geometry.cachedSize)
    return Buffer<T>(count: g.batch * g.keyHeads * count * size) { out in
      guard !out.isEmpty else { return }
      let target = SendablePointer(out)
      Parallel.forEach(g.batch * g.keyHeads, grain: 1) { range in
        for slot in range {
          let to = target.base + slot * count * size
          let used = fill(slot, self.rows[slot / g.keyHeads], to)
          zero(to + used * size, (count - used) * size)
        }
      }
    }
  }

  /// The numbers of cached rows.
  private func numbers(_ cached: Tensor) throws(OperatorError) -> Buffer<F> {
    guard let bits = codes.bits else { return try cached.floats(F.self) }
    let (g, size) = (geometry, geometry.headSize)
    let count = g.batch * g.keyHeads * g.rows * size
    @Sendable func scale(_ i: Int) -> F {
      codes.scaleCount > 1 ? scales[i / (size * g.rows) % g.keyHeads * size + i % size] : scales[0]
    }
    switch cached.elements {
    case .int8(let x) where bits == 8: return filled(count) { F(x[$0]) * scale($0) }
    case .uint8(let x) where bits == 4:
      return filled(count) { i in
        F(Int(x[i / 2] >> (i % 2 == 0 ? 0 : 4) & 15) - 8) * scale(i)
      }
    default: throw .unsupported("a cache of \(cached.dtype.name)")
    }
  }
}

/// Elements of a type whose 0 has no bits set.
private func zero<T: BitwiseCopyable>(_ x: UnsafeMutablePointer<T>, _ count: Int) {
  UnsafeMutableRawPointer(x).initializeMemory(
    as: UInt8.self, repeating: 0, count: count * MemoryLayout<T>.stride)
}
