import CKernels
import Tensors

/// A matrix of 8-bit integers as the right operand of products.
struct PackedBytes: Sendable {
  let depth: Int
  let columns: Int
  let isSigned: Bool
  /// Whether the matrix was `[columns, depth]`.
  private let isTransposed: Bool
  private let panels: Buffer<UInt8>

  /// - Parameter b: `[depth, columns]`, row-major, or where `transposed` says so its transpose.
  init(
    _ b: UnsafePointer<UInt8>, depth: Int, columns: Int, isSigned: Bool, transposed: Bool = false
  ) {
    (self.depth, self.columns, self.isSigned) = (depth, columns, isSigned)
    isTransposed = transposed
    let source = SendablePointer(UnsafeMutablePointer(mutating: b))
    let tiles = (columns + 15) / 16
    panels = Buffer(count: Int(wonnx_igemm_packed_b_bytes(depth, columns))) { out in
      let target = SendablePointer(out)
      Parallel.forEach(tiles, grain: max(1, (1 << 12) / max(depth, 1))) { range in
        let first = range.lowerBound * 16
        let status = wonnx_igemm_pack_b(
          wonnx_matrix_i8(
            data: source.base, row_stride: transposed ? 1 : columns,
            column_stride: transposed ? depth : 1, is_signed: isSigned),
          wonnx_packed_i8(
            data: target.base, depth: depth, columns: columns, is_signed: isSigned),
          first, min(range.upperBound * 16, columns) - first)
        precondition(status == WONNX_OK, "memory for a product's workspace is exhausted")
      }
    }
  }

  /// A constant; `nil` where it is no matrix of 8-bit integers.
  init?(constant b: Tensor?, transposed: Bool = false) {
    guard let b, b.rank == 2, b.count > 0 else { return nil }
    let (depth, columns) = (b.shape[transposed ? 1 : 0], b.shape[transposed ? 0 : 1])
    func packed(_ bytes: UnsafePointer<UInt8>, isSigned: Bool) -> Self {
      Self(bytes, depth: depth, columns: columns, isSigned: isSigned, transposed: transposed)
    }
    switch b.elements {
    case .uint8(let x):
      self = x.readingAgain { packed($0, isSigned: false) }
    case .int8(let x):
      self = x.readingAgain { values in
        values.withMemoryRebound(to: UInt8.self, capacity: b.count) {
          packed($0, isSigned: true)
        }
      }
    default: return nil
    }
  }

  func withKernelMatrix<R>(_ body: (wonnx_packed_i8) -> R) -> R {
    panels.withPointer { panels in
      body(
        wonnx_packed_i8(
          data: UnsafeMutablePointer(mutating: panels.baseAddress), depth: depth,
          columns: columns, is_signed: isSigned))
    }
  }

  /// The matrix of these panels, made when it is first read.
  var unpacked: Tensor? {
    let shape: Shape = isTransposed ? [columns, depth] : [depth, columns]
    if isSigned { return try? Tensor(elements { Int8(bitPattern: $0 ^ 0x80) }, shape: shape) }
    return try? Tensor(elements { $0 }, shape: shape)
  }

  private func elements<T: BitwiseCopyable & Sendable>(
    _ element: @escaping @Sendable (UInt8) -> T
  ) -> Buffer<T> {
    let pitch = (depth + 3) / 4 * 64
    return .deferred(count: depth * columns) { out in
      for k in 0..<depth {
        for j in 0..<columns {
          let place = j / 16 * pitch + k / 4 * 64 + j % 16 * 4 + k % 4
          out[isTransposed ? j * depth + k : k * columns + j] = element(panels.base[place])
        }
      }
      withExtendedLifetime(panels) {}
    }
  }
}
