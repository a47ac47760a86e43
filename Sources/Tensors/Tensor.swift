/// Why a tensor could not be made or read.
package enum TensorError: Error, Sendable, Equatable, CustomStringConvertible {
  case countMismatch(shape: Shape, count: Int)
  case wrongElementType(stored: DType, asked: DType)

  package var description: String {
    switch self {
    case .countMismatch(let shape, let count): "\(count) elements do not fill shape \(shape)"
    case .wrongElementType(let stored, let asked):
      "a tensor of \(stored.name) was read as \(asked.name)"
    }
  }
}

/// An immutable dense array, row-major. Copies share storage.
package struct Tensor: Sendable {
  package let shape: Shape
  package let elements: Elements

  package var dtype: DType { elements.dtype }
  package var count: Int { shape.count }
  package var rank: Int { shape.rank }

  /// Bytes of the elements in memory; for strings, their UTF-8.
  package var byteCount: Int {
    if case .string(let x) = elements { return x.reduce(0) { $0 + $1.utf8.count } }
    return count * dtype.byteWidth
  }

  package init(_ elements: Elements, shape: Shape) throws(TensorError) {
    guard elements.count == shape.checkedCount else {
      throw .countMismatch(shape: shape, count: elements.count)
    }
    self.shape = shape
    self.elements = elements
  }

  package init<T: Element>(_ values: Buffer<T>, shape: Shape) throws(TensorError) {
    try self.init(T.wrap(values), shape: shape)
  }

  package init<T: Element>(_ values: [T], shape: Shape) throws(TensorError) {
    try self.init(T.wrap(Buffer(values)), shape: shape)
  }

  package init<T: Element>(scalar value: T) {
    shape = []
    elements = T.wrap(Buffer(repeating: value, count: 1))
  }

  package init<T: Element>(vector values: [T]) {
    shape = [values.count]
    elements = T.wrap(Buffer(values))
  }

  /// The elements, without a copy.
  package func elements<T: Element>(as type: T.Type = T.self) throws(TensorError) -> Buffer<T> {
    guard let values = T.unwrap(elements) else {
      throw .wrongElementType(stored: dtype, asked: T.dtype)
    }
    return values
  }

  /// The same elements under another shape.
  package func reshaped(to shape: Shape) throws(TensorError) -> Tensor {
    try Tensor(elements, shape: shape)
  }
}
