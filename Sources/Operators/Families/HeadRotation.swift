import Tensors

/// Heads of rows of `[B, S, …]`, each as it is or rotated by its position's angles.
///
/// `(a, b) ↦ (a cos - b sin, a sin + b cos)` of the first 2R elements, where a and b lie side by side or
/// R elements apart.
struct HeadRotation<F: WideFloat>: Sendable {
  let geometry: GroupedGeometry
  /// Tables of R angles a row; `nil` without rotation.
  var tables: (cosines: Buffer<F>, sines: Buffer<F>, half: Int)?
  let isInterleaved: Bool
  /// The row of the tables for each position of the batch.
  let angles: [Int]

  /// - Parameters:
  ///   - start: where the first head lies in a row, of `pitch` elements.
  ///   - headsFirst: whether the result is `[B, heads, S, D]`, and not `[B, S, heads, D]`.
  func heads(
    _ count: Int, of x: Buffer<F>, start: Int, pitch: Int, rotates: Bool, headsFirst: Bool
  ) -> Buffer<F> {
    let (length, size) = (geometry.newLength, geometry.headSize)
    return Buffer(count: geometry.batch * length * count * size) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      Parallel.forEach(geometry.batch * length, grain: max(1, (1 << 14) / max(count * size, 1))) {
        range in
        for position in range {
          let from = source.base + position * pitch + start
          for head in 0..<count {
            let slot =
              headsFirst
              ? (position / length * count + head) * length + position % length
              : position * count + head
            turn(
              from + head * size, into: target.base + slot * size, at: rotates ? position : nil)
          }
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  private func turn(_ x: UnsafePointer<F>, into y: UnsafeMutablePointer<F>, at position: Int?) {
    y.update(from: x, count: geometry.headSize)
    guard let tables, let position else { return }
    let half = tables.half
    let (cosines, sines) = (
      tables.cosines.base + angles[position] * half, tables.sines.base + angles[position] * half
    )
    for pair in 0..<half {
      let (first, second) = isInterleaved ? (2 * pair, 2 * pair + 1) : (pair, pair + half)
      let (a, b, c, s) = (x[first], x[second], cosines[pair], sines[pair])
      y[first] = c * a - s * b
      y[second] = s * a + c * b
    }
    withExtendedLifetime(tables) {}
  }
}
