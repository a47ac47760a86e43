import CKernels
import Tensors

/// A matrix in memory: element (i, j) is `base[i · row + j · column]`.
struct MatrixView<N: ProductNumber>: Sendable {
  let base: SendablePointer<N>
  let row: Int
  let column: Int

  init(_ base: UnsafePointer<N>, row: Int, column: Int) {
    self.base = SendablePointer(UnsafeMutablePointer(mutating: base))
    self.row = row
    self.column = column
  }

  /// The part from element (i, j) on.
  func from(_ i: Int, _ j: Int) -> Self {
    Self(UnsafePointer(base.base + (i * row + j * column)), row: row, column: column)
  }
}

/// `rows` × `columns` results, each a sum of `depth` terms.
struct ProductExtent: Sendable {
  var rows: Int
  var columns: Int
  var depth: Int

  /// Multiply-adds in all.
  var work: Int { rows &* columns &* max(depth, 1) }
}

/// A number type with matrix products.
protocol ProductNumber: WideNumber, NumberElement {
  static func wrap(wide: Buffer<Self>) -> WideBuffer

  /// `C[i, j] = (accumulates ? C[i, j] : 0) + Σ A[i, k] · B[k, j]` with k ascending: for floats one
  /// fused multiply-add a step, for integers wrapping. C's rows are `pitch` elements apart.
  static func multiply(
    _ extent: ProductExtent, _ a: MatrixView<Self>, _ b: MatrixView<Self>,
    into c: UnsafeMutablePointer<Self>, pitch: Int, accumulates: Bool)
}

extension Float: ProductNumber {
  static func multiply(
    _ extent: ProductExtent, _ a: MatrixView<Float>, _ b: MatrixView<Float>,
    into c: UnsafeMutablePointer<Float>, pitch: Int, accumulates: Bool
  ) {
    let status = wonnx_sgemm(
      wonnx_extent(rows: extent.rows, columns: extent.columns, depth: extent.depth),
      wonnx_matrix_f32(
        data: a.base.base, row_stride: a.row, column_stride: a.column, packed: false),
      wonnx_matrix_f32(
        data: b.base.base, row_stride: b.row, column_stride: b.column, packed: false),
      c, pitch, accumulates, nil)
    precondition(status == WONNX_OK, "memory for a product's workspace is exhausted")
  }
}

extension Double: ProductNumber {
  static func multiply(
    _ extent: ProductExtent, _ a: MatrixView<Double>, _ b: MatrixView<Double>,
    into c: UnsafeMutablePointer<Double>, pitch: Int, accumulates: Bool
  ) {
    let status = wonnx_dgemm(
      wonnx_extent(rows: extent.rows, columns: extent.columns, depth: extent.depth),
      wonnx_matrix_f64(
        data: a.base.base, row_stride: a.row, column_stride: a.column, packed: false),
      wonnx_matrix_f64(
        data: b.base.base, row_stride: b.row, column_stride: b.column, packed: false),
      c, pitch, accumulates, nil)
    precondition(status == WONNX_OK, "memory for a product's workspace is exhausted")
  }
}

extension Int64: ProductNumber {
  static func multiply(
    _ extent: ProductExtent, _ a: MatrixView<Int64>, _ b: MatrixView<Int64>,
    into c: UnsafeMutablePointer<Int64>, pitch: Int, accumulates: Bool
  ) { multiplyWrapping(extent, a, b, into: c, pitch: pitch, accumulates: accumulates) }
}

extension UInt64: ProductNumber {
  static func multiply(
    _ extent: ProductExtent, _ a: MatrixView<UInt64>, _ b: MatrixView<UInt64>,
    into c: UnsafeMutablePointer<UInt64>, pitch: Int, accumulates: Bool
  ) { multiplyWrapping(extent, a, b, into: c, pitch: pitch, accumulates: accumulates) }
}

@inline(__always)
private func multiplyWrapping<I: WideInteger & ProductNumber>(
  _ extent: ProductExtent, _ a: MatrixView<I>, _ b: MatrixView<I>,
  into c: UnsafeMutablePointer<I>, pitch: Int, accumulates: Bool
) {
  let (x, y) = (a.base.base, b.base.base)
  for i in 0..<extent.rows {
    let row = c + i &* pitch
    if !accumulates { for j in 0..<extent.columns { row[j] = 0 } }
    for k in 0..<extent.depth {
      let factor = x[i &* a.row &+ k &* a.column]
      let line = y + k &* b.row
      if b.column == 1 {
        for j in 0..<extent.columns { row[j] &+= factor &* line[j] }
      } else {
        for j in 0..<extent.columns { row[j] &+= factor &* line[j &* b.column] }
      }
    }
  }
}

extension ProductNumber {
  /// Like ``multiply(_:_:_:into:pitch:accumulates:)``, over all cores: split by rows or columns, whichever
  /// is longer, which changes no bit.
  static func multiplyInParallel(
    _ extent: ProductExtent, _ a: MatrixView<Self>, _ b: MatrixView<Self>,
    into c: UnsafeMutablePointer<Self>, pitch: Int, accumulates: Bool = false
  ) {
    let target = SendablePointer(c)
    let splitsRows = extent.rows > extent.columns
    // Splits fall on whole register tiles of the kernel.
    let tile = splitsRows ? 12 : 32
    let length = splitsRows ? extent.rows : extent.columns
    let tiles = (length + tile - 1) / tile
    let grain = max(1, (1 << 20) / max(1, extent.work / max(tiles, 1)))
    Parallel.forEach(tiles, grain: grain) { range in
      let first = range.lowerBound * tile
      let count = min(range.upperBound * tile, length) - first
      var part = extent
      if splitsRows {
        part.rows = count
        multiply(
          part, a.from(first, 0), b, into: target.base + first * pitch, pitch: pitch,
          accumulates: accumulates)
      } else {
        part.columns = count
        multiply(
          part, a, b.from(0, first), into: target.base + first, pitch: pitch,
          accumulates: accumulates)
      }
    }
  }
}
