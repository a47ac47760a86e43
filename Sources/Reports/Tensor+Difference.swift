internal import Tensors

extension Tensor {
  /// `self - expected` in double, element by element; complex numbers in complex128.
  ///
  /// Equal elements and two NaNs give 0, infinities too; a string gives 0 where it is the same, else
  /// 1. `nil` for another shape or element type.
  func difference(from expected: Tensor) -> Tensor? {
    guard shape == expected.shape, dtype == expected.dtype else { return nil }
    switch (elements, expected.elements) {
    case (.string(let found), .string(let expected)):
      return tensor(zip(found, expected).map { $0 == $1 ? 0 : 1 } as [Double])
    case (.bool(let found), .bool(let expected)):
      return tensor(zip(found, expected).map { ($0 ? 1 : 0) - ($1 ? 1 : 0) } as [Double])
    case (.complex64(let found), .complex64(let expected)):
      return tensor(
        zip(found, expected).map {
          Complex128(
            Self.between(Double($0.real), Double($1.real)),
            Self.between(Double($0.imaginary), Double($1.imaginary)))
        })
    case (.complex128(let found), .complex128(let expected)):
      return tensor(
        zip(found, expected).map {
          Complex128(Self.between($0.real, $1.real), Self.between($0.imaginary, $1.imaginary))
        })
    default:
      guard let found = doubles, let expected = expected.doubles else { return nil }
      return tensor(zip(found, expected).map(Self.between))
    }
  }

  private func tensor<T: Element>(_ values: [T]) -> Tensor? { try? Tensor(values, shape: shape) }

  private static func between(_ found: Double, _ expected: Double) -> Double {
    found == expected || (found.isNaN && expected.isNaN) ? 0 : found - expected
  }
}
