/// A complex number of two floats.
package struct Complex64: FixedWidthElement {
  package var real: Float
  package var imaginary: Float
  package init(_ real: Float, _ imaginary: Float) {
    self.real = real
    self.imaginary = imaginary
  }
  package static var dtype: DType { .complex64 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .complex64(values) }
}

/// A complex number of two doubles.
package struct Complex128: FixedWidthElement {
  package var real: Double
  package var imaginary: Double
  package init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }
  package static var dtype: DType { .complex128 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .complex128(values) }
}
