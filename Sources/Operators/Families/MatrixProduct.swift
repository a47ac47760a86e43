import CKernels
import Tensors

/// A matrix in memory: element (i, j) is `base[i · row + j · column]`, unless it is packed.
struct MatrixView<N: ProductNumber>: Sendable {
  let base: SendablePointer<N>
  let row: Int
  let column: Int
  var isPacked = false

  init(_ base: UnsafePointer<N>, row: Int, column: Int) {
    self.base = SendablePointer(UnsafeMutablePointer(mutating: base))
    self.row = row
    self.column = column
  }

  /// What ``ProductNumber/packLeft(rows:depth:_:into:)`` or `packRight` wrote.
  init(packed base: UnsafePointer<N>, depth: Int) {
    self.init(base, row: depth, column: depth)
    isPacked = true
  }

  /// The part from element (i, j) on; of a packed matrix, from the first line of a panel on.
  func from(_ i: Int, _ j: Int) -> Self {
    var part = Self(UnsafePointer(base.base + (i * row + j * column)), row: row, column: column)
    part.isPacked = isPacked
    return part
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

  /// Whether products take packed operands: A in panels of 6 rows, B in panels of 64 bytes' columns.
  static var packs: Bool { get }
  static func packLeft(
    rows: Int, depth: Int, _ a: MatrixView<Self>, into panels: UnsafeMutablePointer<Self>)
  static func packRight(
    depth: Int, columns: Int, _ b: MatrixView<Self>, into panels: UnsafeMutablePointer<Self>)
}

extension ProductNumber {
  static var packs: Bool { false }
  static func packLeft(
    rows: Int, depth: Int, _ a: MatrixView<Self>, into panels: UnsafeMutablePointer<Self>
  ) {}
  static func packRight(
    depth: Int, columns: Int, _ b: MatrixView<Self>, into panels: UnsafeMutablePointer<Self>
  ) {}
}

extension MatrixView<Float> {
  var kernelMatrix: wonnx_matrix_f32 {
    wonnx_matrix_f32(data: base.base, row_stride: row, column_stride: column, packed: isPacked)
  }
}

extension MatrixView<Double> {
  var kernelMatrix: wonnx_matrix_f64 {
    wonnx_matrix_f64(data: base.base, row_stride: row, column_stride: column, packed: isPacked)
  }
}

extension Float: ProductNumber {
  static func multiply(
    _ extent: ProductExtent, _ a: MatrixView<Float>, _ b: MatrixView<Float>,
    into c: UnsafeMutablePointer<Float>, pitch: Int, accumulates: Bool
  ) {
    let status = wonnx_sgemm(
      wonnx_extent(rows: extent.rows, columns: extent.columns, depth: extent.depth),
      a.kernelMatrix, b.kernelMatrix, c, pitch, accumulates, nil)
    precondition(status == WONNX_OK, "memory for a product's workspace is exhausted")
  }

  static var packs: Bool { true }

  static func packLeft(
    rows: Int, depth: Int, _ a: MatrixView<Float>, into panels: UnsafeMutablePointer<Float>
  ) { wonnx_sgemm_pack_a(rows, depth, a.kernelMatrix, panels) }

  static func packRight(
    depth: Int, columns: Int, _ b: MatrixView<Float>, into panels: UnsafeMutablePointer<Float>
  ) { wonnx_sgemm_pack_b(depth, columns, b.kernelMatrix, panels) }
}

extension Double: ProductNumber {
  static func multiply(
    _ extent: ProductExtent, _ a: MatrixView<Double>, _ b: MatrixView<Double>,
    into c: UnsafeMutablePointer<Double>, pitch: Int, accumulates: Bool
  ) {
    let status = wonnx_dgemm(
      wonnx_extent(rows: extent.rows, columns: extent.columns, depth: extent.depth),
      a.kernelMatrix, b.kernelMatrix, c, pitch, accumulates, nil)
    precondition(status == WONNX_OK, "memory for a product's workspace is exhausted")
  }

  static var packs: Bool { true }

  static func packLeft(
    rows: Int, depth: Int, _ a: MatrixView<Double>, into panels: UnsafeMutablePointer<Double>
  ) { wonnx_dgemm_pack_a(rows, depth, a.kernelMatrix, panels) }

  static func packRight(
    depth: Int, columns: Int, _ b: MatrixView<Double>, into panels: UnsafeMutablePointer<Double>
  ) { wonnx_dgemm_pack_b(depth, columns, b.kernelMatrix, panels) }
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
