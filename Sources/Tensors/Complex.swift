/// A complex number of two floats.
package struct Complex64: Element, BitwiseCopyable {
  package var real: Float
  package var imaginary: Float
  package init(_ real: Float, _ imaginary: Float) {
    self.real = real
    self.imaginary = imaginary
  }
  package static var dtype: DType { .complex64 }
}

/// A complex number of two doubles.
package struct Complex128: Element, BitwiseCopyable {
  package var real: Double
  package var imaginary: Double
  package init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }
  package static var dtype: DType { .complex128 }
}
