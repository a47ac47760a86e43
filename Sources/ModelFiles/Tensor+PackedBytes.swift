package import Tensors

extension Tensor {
  /// A tensor of elements as a file holds them (``packedBytes``); `nil` where there are not as many
  /// bytes as the shape asks for, or the type is strings.
  package init?(packedBytes bytes: [UInt8], dtype: DType, shape: Shape) {
    guard dtype != .string, let count = shape.checkedCount,
      count <= Int.max / 128
    else { return nil }
    let layout = TensorLayout(dtype: dtype, shape: shape, count: count)
    guard bytes.count == layout.byteCount else { return nil }
    let elements = Elements(count: count, dtype: dtype) { out in
      bytes.withUnsafeBytes { layout.decode($0, into: out) }
    }
    guard let tensor = try? Tensor(elements, shape: shape) else { return nil }
    self = tensor
  }
}
