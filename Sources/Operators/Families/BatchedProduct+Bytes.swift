import CKernels
import Tensors

extension BatchedProduct {
  /// Sums of products of 8-bit integers less their zero points, in 32 bits, wrapping.
  ///
  /// - Parameter packed: B, where it is one constant matrix.
  func sums(_ a: ByteOperand, _ b: ByteOperand, packed: PackedBytes?) -> Buffer<Int32> {
    // Zero points that differ by row are those of one matrix's rows.
    (a.zerosVary ? self : joined).separateSums(a, b, packed: packed)
  }

  private func separateSums(
    _ a: ByteOperand, _ b: ByteOperand, packed: PackedBytes?
  ) -> Buffer<Int32> {
    let (count, size) = (stacks.count, extent.rows * extent.columns)
    let left = a.bytes
    let right = packed == nil ? b.bytes : []
    return Buffer(count: shape.count) { out in
      guard shape.count > 0 else { return }
      let (x, w, y) = (SendablePointer(left), SendablePointer(right), SendablePointer(out))
      Parallel.forEach(count, grain: count < 2 * Parallel.threadCount ? count : 1) { range in
        for i in range {
          let panels =
            packed
            ?? PackedBytes(
              w.base + stacks.offset(1, at: i), depth: extent.depth, columns: extent.columns,
              isSigned: b.isSigned)
          let matrix = SendablePointer(x.base + stacks.offset(0, at: i))
          multiply(matrix, a, panels, b, into: SendablePointer(y.base + i * size))
        }
      }
      withExtendedLifetime((left, right)) {}
    }
  }

  /// One product over all cores, split by rows or columns, whichever are more.
  private func multiply(
    _ x: SendablePointer<UInt8>, _ a: ByteOperand, _ panels: PackedBytes, _ b: ByteOperand,
    into y: SendablePointer<Int32>
  ) {
    let isByRows = extent.rows > extent.columns
    let (length, tile) = isByRows ? (extent.rows, 8) : (extent.columns, 16)
    let tiles = (length + tile - 1) / tile
    let grain = max(1, (1 << 20) / max(1, extent.work / max(tiles, 1)))
    Parallel.forEach(tiles, grain: grain) { range in
      let first = range.lowerBound * tile
      let count = min(range.upperBound * tile, length) - first
      let (row, column) = isByRows ? (first, 0) : (0, first)
      let matrix = wonnx_matrix_i8(
        data: x.base + row * extent.depth, row_stride: extent.depth, column_stride: 1,
        is_signed: a.isSigned)
      let status = a.withZeros(from: row) { aZeros in
        b.withZeros { bZeros in
          panels.withKernelMatrix { panels in
            wonnx_igemm(
              isByRows ? count : extent.rows, matrix, aZeros, panels, bZeros, column,
              isByRows ? extent.columns : count, y.base + (row * extent.columns + column),
              extent.columns)
          }
        }
      }
      precondition(status == WONNX_OK, "memory for a product's workspace is exhausted")
    }
  }
}
