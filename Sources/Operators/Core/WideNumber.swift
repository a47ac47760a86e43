import Tensors

/// One of the four types in which kernels compute.
protocol WideNumber: Sendable, Comparable, Numeric, BitwiseCopyable {}

/// A float in which kernels compute. Its functions are this package's own: the same sequence of
/// operations runs in the shaders.
protocol WideFloat:
  WideNumber, BinaryFloatingPoint, FloatElement, SIMDScalar, Codable, RowNumber, TreeNumber
where Wide == Self {
  /// `a · b + c` as a step of a product: with one rounding in `Float`, with two in `Double`.
  static func fused(_ a: Self, _ b: Self, _ c: Self) -> Self
  static func exp(_ x: Self) -> Self
  static func expm1(_ x: Self) -> Self
  static func log(_ x: Self) -> Self
  static func log1p(_ x: Self) -> Self
  static func log2(_ x: Self) -> Self
  static func log10(_ x: Self) -> Self
  static func sin(_ x: Self) -> Self
  static func cos(_ x: Self) -> Self
  static func tan(_ x: Self) -> Self
  static func asin(_ x: Self) -> Self
  static func acos(_ x: Self) -> Self
  static func atan(_ x: Self) -> Self
  static func sinh(_ x: Self) -> Self
  static func cosh(_ x: Self) -> Self
  static func tanh(_ x: Self) -> Self
  static func asinh(_ x: Self) -> Self
  static func acosh(_ x: Self) -> Self
  static func atanh(_ x: Self) -> Self
  static func erf(_ x: Self) -> Self
  static func erfc(_ x: Self) -> Self
  static func pow(_ x: Self, _ y: Self) -> Self
  static func atan2(_ y: Self, _ x: Self) -> Self
  /// The remainder of truncated division, with the sign of `x`.
  static func fmod(_ x: Self, _ y: Self) -> Self
  static func wrap(wide: Buffer<Self>) -> WideBuffer
  /// `y[i] = f(x[i])` by a kernel; says whether there is one.
  static func fill(
    _ y: UnsafeMutablePointer<Self>, _ map: FloatMap?, _ x: UnsafePointer<Self>, _ count: Int
  ) -> Bool
  /// `y[i] = f(a[i · stepA], b[i · stepB])` by a kernel; says whether there is one.
  static func fill(
    _ y: UnsafeMutablePointer<Self>, _ count: Int, _ pairing: FloatPairing?,
    _ a: UnsafePointer<Self>, step stepA: Int, _ b: UnsafePointer<Self>, step stepB: Int
  ) -> Bool
}

/// An integer in which kernels compute.
protocol WideInteger: WideNumber, FixedWidthInteger, NumberElement where Wide == Self {
  static func wrap(wide: Buffer<Self>) -> WideBuffer
  /// The integer part of `value`; out of range the nearest end, 0 for NaN.
  init(saturating value: Double)
}

extension Float: WideFloat {
  static func fused(_ a: Float, _ b: Float, _ c: Float) -> Float { c.addingProduct(a, b) }
  static func wrap(wide: Buffer<Float>) -> WideBuffer { .float(wide) }
}
extension Double: WideFloat {
  static func fused(_ a: Double, _ b: Double, _ c: Double) -> Double { a * b + c }
  static func wrap(wide: Buffer<Double>) -> WideBuffer { .double(wide) }
}
extension Int64: WideInteger {
  static func wrap(wide: Buffer<Int64>) -> WideBuffer { .int(wide) }
}
extension UInt64: WideInteger {
  static func wrap(wide: Buffer<UInt64>) -> WideBuffer { .uint(wide) }
}
