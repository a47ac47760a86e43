extension Float {
  /// The logarithm to base two; exact for powers of two.
  @inline(__always)
  static func log2(_ x: Float) -> Float {
    let isSmall = x < 0x1p-126
    let scaled = isSmall ? x * 0x1p25 : x
    let offset: UInt32 = scaled.bitPattern &- 0x3f3504f3
    let shift: Int32 = isSmall ? -25 : 0
    let k: Int32 = Int32(truncatingIfNeeded: Int32(bitPattern: offset) &>> 23) &+ shift
    let mantissa = Float(bitPattern: (offset & 0x007fffff) &+ 0x3f3504f3)
    let e = Float(k)
    let m = logOfMantissa(mantissa)
    let high = m.high * 0x1.716p0
    let low = (m.low + m.high) * -0x1.7135a8p-13 + m.low * 0x1.716p0
    let sum = e + high
    return logEdges(x, sum + (low + ((e - sum) + high)))
  }

  /// The natural logarithm of a mantissa in `[√½, √2)`; `high` holds half of the digits.
  @inline(__always)
  static func logOfMantissa(_ mantissa: Float) -> FloatPair {
    let f = mantissa - 1.0
    let s = f / (2.0 + f)
    let z = s * s
    let square = 0.5 * f * f
    let tail = s * (square + z * logTail(z))
    let high = leadingHalf(f - square)
    let low = ((f - high) - square) + tail
    return FloatPair(high: high, low: low)
  }
}

extension Double {
  /// The logarithm to base two; exact for powers of two.
  @inline(__always)
  static func log2(_ x: Double) -> Double {
    let isSmall = x < 0x1p-1022
    let scaled = isSmall ? x * 0x1p54 : x
    let offset: UInt64 = scaled.bitPattern &- 0x3fe6a09e667f3bcd
    let shift: Int32 = isSmall ? -54 : 0
    let k: Int32 = Int32(truncatingIfNeeded: Int64(bitPattern: offset) &>> 52) &+ shift
    let mantissa = Double(bitPattern: (offset & 0x000fffffffffffff) &+ 0x3fe6a09e667f3bcd)
    let e = Double(k)
    let m = logOfMantissa(mantissa)
    let high = m.high * 0x1.7154768p0
    let low = (m.low + m.high) * -0x1.6a3e80f444178p-27 + m.low * 0x1.7154768p0
    let sum = e + high
    return logEdges(x, sum + (low + ((e - sum) + high)))
  }

  /// The natural logarithm of a mantissa in `[√½, √2)`; `high` holds half of the digits.
  @inline(__always)
  static func logOfMantissa(_ mantissa: Double) -> DoublePair {
    let f = mantissa - 1.0
    let s = f / (2.0 + f)
    let z = s * s
    let square = 0.5 * f * f
    let tail = s * (square + z * logTail(z))
    let high = leadingHalf(f - square)
    let low = ((f - high) - square) + tail
    return DoublePair(high: high, low: low)
  }
}
