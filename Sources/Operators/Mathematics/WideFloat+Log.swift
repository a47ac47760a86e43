extension Float {
  /// The natural logarithm; `log 0` is minus infinity, of less NaN.
  @inline(__always)
  static func log(_ x: Float) -> Float {
    let isSmall = x < 0x1p-126
    let scaled = isSmall ? x * 0x1p25 : x
    let shift: Int32 = isSmall ? -25 : 0
    let y = logCorrected(scaled, 0.0, shift)
    return logEdges(x, y)
  }

  /// `log(2^shift · x) + correction`, for a normal `x` and a small correction.
  @inline(__always)
  static func logCorrected(_ x: Float, _ correction: Float, _ shift: Int32) -> Float {
    let offset: UInt32 = x.bitPattern &- 0x3f3504f3
    let k: Int32 = Int32(truncatingIfNeeded: Int32(bitPattern: offset) &>> 23) &+ shift
    let f = Float(bitPattern: (offset & 0x007fffff) &+ 0x3f3504f3) - 1.0
    let e = Float(k)
    let s = f / (2.0 + f)
    let z = s * s
    let square = 0.5 * f * f
    let tail = s * (square + z * logTail(z)) + (e * 0x1.7f7d1cp-20 + correction)
    return e * 0x1.62e4p-1 + (f - (square - tail))
  }

  /// `y`, unless the logarithm of `x` is one of the special values.
  @inline(__always)
  static func logEdges(_ x: Float, _ y: Float) -> Float {
    let edge = x == 0.0 ? -Float.infinity : Float.nan
    return x > 0.0 ? (x < Float.infinity ? y : x) : edge
  }

  /// `(log((1 + s) / (1 - s)) - 2s) / s³` for `z = s²`, `|s| <= 0.1716`.
  @inline(__always)
  static func logTail(_ z: Float) -> Float {
    var p: Float = 0x1.ddd172p-3
    p = p * z + 0x1.245c38p-2
    p = p * z + 0x1.9999ecp-2
    return p * z + 0x1.555556p-1
  }
}

extension Double {
  /// The natural logarithm; `log 0` is minus infinity, of less NaN.
  @inline(__always)
  static func log(_ x: Double) -> Double {
    let isSmall = x < 0x1p-1022
    let scaled = isSmall ? x * 0x1p54 : x
    let shift: Int32 = isSmall ? -54 : 0
    let y = logCorrected(scaled, 0.0, shift)
    return logEdges(x, y)
  }

  /// `log(2^shift · x) + correction`, for a normal `x` and a small correction.
  @inline(__always)
  static func logCorrected(_ x: Double, _ correction: Double, _ shift: Int32) -> Double {
    let offset: UInt64 = x.bitPattern &- 0x3fe6a09e667f3bcd
    let k: Int32 = Int32(truncatingIfNeeded: Int64(bitPattern: offset) &>> 52) &+ shift
    let f = Double(bitPattern: (offset & 0x000fffffffffffff) &+ 0x3fe6a09e667f3bcd) - 1.0
    let e = Double(k)
    let s = f / (2.0 + f)
    let z = s * s
    let square = 0.5 * f * f
    let tail = s * (square + z * logTail(z)) + (e * -0x1.8432a1b0e2634p-43 + correction)
    return e * 0x1.62e42fefa4p-1 + (f - (square - tail))
  }

  /// `y`, unless the logarithm of `x` is one of the special values.
  @inline(__always)
  static func logEdges(_ x: Double, _ y: Double) -> Double {
    let edge = x == 0.0 ? -Double.infinity : Double.nan
    return x > 0.0 ? (x < Double.infinity ? y : x) : edge
  }

  /// `(log((1 + s) / (1 - s)) - 2s) / s³` for `z = s²`, `|s| <= 0.1716`.
  @inline(__always)
  static func logTail(_ z: Double) -> Double {
    var p: Double = 0x1.0c06cf14c641bp-3
    p = p * z + 0x1.0fbe478772696p-3
    p = p * z + 0x1.3b1c38474d3eep-3
    p = p * z + 0x1.745cf8f6c9119p-3
    p = p * z + 0x1.c71c72017a15cp-3
    p = p * z + 0x1.2492492476ba1p-2
    p = p * z + 0x1.9999999999a38p-2
    return p * z + 0x1.5555555555555p-1
  }
}
