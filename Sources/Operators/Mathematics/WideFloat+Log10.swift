extension Float {
  /// The logarithm to base ten.
  @inline(__always)
  static func log10(_ x: Float) -> Float {
    let isSmall = x < 0x1p-126
    let scaled = isSmall ? x * 0x1p25 : x
    let offset: UInt32 = scaled.bitPattern &- 0x3f3504f3
    let shift: Int32 = isSmall ? -25 : 0
    let k: Int32 = Int32(truncatingIfNeeded: Int32(bitPattern: offset) &>> 23) &+ shift
    let mantissa = Float(bitPattern: (offset & 0x007fffff) &+ 0x3f3504f3)
    let e = Float(k)
    let m = logOfMantissa(mantissa)
    let high = m.high * 0x1.bccp-2
    let cross = (m.low + m.high) * -0x1.09d5b2p-15 + m.low * 0x1.bccp-2
    let low = e * 0x1.3509f8p-18 + cross
    let whole = e * 0x1.344p-2
    let sum = whole + high
    return logEdges(x, sum + (low + ((whole - sum) + high)))
  }
}

extension Double {
  /// The logarithm to base ten.
  @inline(__always)
  static func log10(_ x: Double) -> Double {
    let isSmall = x < 0x1p-1022
    let scaled = isSmall ? x * 0x1p54 : x
    let offset: UInt64 = scaled.bitPattern &- 0x3fe6a09e667f3bcd
    let shift: Int32 = isSmall ? -54 : 0
    let k: Int32 = Int32(truncatingIfNeeded: Int64(bitPattern: offset) &>> 52) &+ shift
    let mantissa = Double(bitPattern: (offset & 0x000fffffffffffff) &+ 0x3fe6a09e667f3bcd)
    let e = Double(k)
    let m = logOfMantissa(mantissa)
    let high = m.high * 0x1.bcb7b18p-2
    let cross = (m.low + m.high) * -0x1.6c8d78e6acaa4p-29 + m.low * 0x1.bcb7b18p-2
    let low = e * -0x1.80433b83b532ap-44 + cross
    let whole = e * 0x1.34413509f8p-2
    let sum = whole + high
    return logEdges(x, sum + (low + ((whole - sum) + high)))
  }
}
