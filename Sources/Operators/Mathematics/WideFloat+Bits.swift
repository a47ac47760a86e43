extension Float {
  /// `2^k · x`, for a `2^k` that is a normal number.
  @inline(__always)
  static func scaled(_ x: Float, _ k: Int32) -> Float {
    return x * Float(bitPattern: UInt32(truncatingIfNeeded: k &+ 127) &<< 23)
  }

  /// `x` with the sign of `sign`, for an `x` whose sign bit is clear.
  @inline(__always)
  static func signed(_ x: Float, like sign: Float) -> Float {
    return Float(bitPattern: x.bitPattern | (sign.bitPattern & 0x80000000))
  }

  /// The leading half of the digits of `x`, so that products of two such halves are exact.
  @inline(__always)
  static func leadingHalf(_ x: Float) -> Float {
    return Float(bitPattern: x.bitPattern & 0xfffff000)
  }
}

extension Double {
  /// `2^k · x`, for a `2^k` that is a normal number.
  @inline(__always)
  static func scaled(_ x: Double, _ k: Int32) -> Double {
    return x * Double(bitPattern: UInt64(truncatingIfNeeded: k &+ 1023) &<< 52)
  }

  /// `x` with the sign of `sign`, for an `x` whose sign bit is clear.
  @inline(__always)
  static func signed(_ x: Double, like sign: Double) -> Double {
    return Double(bitPattern: x.bitPattern | (sign.bitPattern & 0x8000000000000000))
  }

  /// The leading half of the digits of `x`, so that products of two such halves are exact.
  @inline(__always)
  static func leadingHalf(_ x: Double) -> Double {
    return Double(bitPattern: x.bitPattern & 0xfffffffff8000000)
  }
}
