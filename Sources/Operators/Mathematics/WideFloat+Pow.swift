extension Float {
  /// `x^y`; `x^0` and `1^y` are one even for NaN, a negative base needs an integer.
  static func pow(_ x: Float, _ y: Float) -> Float {
    if y == 2.0 {
      return x * x
    }
    if y == 0.0 || x == 1.0 {
      return 1.0
    }
    if x != x || y != y {
      return Float.nan
    }
    let a = x.magnitude
    let parity: Int32 = parityOfInteger(y)
    let isNegative = (x.bitPattern & 0x80000000) != 0
    let sign: Float = isNegative && parity == 1 ? -1.0 : 1.0
    if a == 0.0 || a == Float.infinity {
      return (a == 0.0) == (y > 0.0) ? 0.0 * sign : Float.infinity * sign
    }
    if isNegative && parity == 0 {
      return Float.nan
    }
    return sign * powOfPositive(a, y)
  }

  /// 0 for a fraction, 1 for an odd integer, 2 for an even one; an infinity is even.
  @inline(__always)
  static func parityOfInteger(_ y: Float) -> Int32 {
    let bits: UInt32 = y.magnitude.bitPattern
    let exponent: Int32 = Int32(truncatingIfNeeded: bits &>> 23) &- 127
    if exponent < 0 {
      return 0
    }
    if exponent > 23 {
      return 2
    }
    let mantissa: UInt32 = (bits & 0x007fffff) | 0x00800000
    let shift: UInt32 = UInt32(truncatingIfNeeded: 23 &- exponent)
    let whole: UInt32 = mantissa &>> shift
    if (whole &<< shift) != mantissa {
      return 0
    }
    return (whole & 1) == 1 ? 1 : 2
  }

  /// `a^y` for a positive finite `a`, through the logarithm as a pair.
  @inline(__always)
  static func powOfPositive(_ a: Float, _ y: Float) -> Float {
    let power = y > 0x1p34 ? 0x1p34 : y < -0x1p34 ? -0x1p34 : y
    let logarithm = logPair(a)
    let p = twoProduct(power, logarithm.high)
    let exponent = fastTwoSum(p.high, p.low + power * logarithm.low)
    return expOfPair(exponent, 1.0)
  }

  /// The natural logarithm of a positive finite `x`, to some bits beyond the type's own.
  @inline(__always)
  static func logPair(_ x: Float) -> FloatPair {
    let isSmall = x < 0x1p-126
    let scaled = isSmall ? x * 0x1p25 : x
    let offset: UInt32 = scaled.bitPattern &- 0x3f3504f3
    let shift: Int32 = isSmall ? -25 : 0
    let k: Int32 = Int32(truncatingIfNeeded: Int32(bitPattern: offset) &>> 23) &+ shift
    let f = Float(bitPattern: (offset & 0x007fffff) &+ 0x3f3504f3) - 1.0
    let e = Float(k)
    let s = quotient(FloatPair(high: f, low: 0.0), fastTwoSum(2.0, f))
    let z = product(s, s)
    let third = fastTwoSum(0x1.555556p-2, z.high * logPairTail(z.high))
    let t = product(z, FloatPair(high: third.high, low: third.low - 0x1.555556p-27))
    let u = product(s, t)
    let g = fastTwoSum(s.high, u.high)
    let gLow = g.low + (u.low + s.low)
    let sum = fastTwoSum(e * 0x1.62e4p-1, 2.0 * g.high)
    let rest = sum.low + (e * 0x1.7f7cp-20 + (2.0 * gLow + e * 0x1.1cf79ap-36))
    return fastTwoSum(sum.high, rest)
  }

  /// `(atanh(s) / s - 1 - s²/3) / s⁴` for `z = s²`, `|s| <= 0.1716`.
  @inline(__always)
  static func logPairTail(_ z: Float) -> Float {
    var p: Float = 0x1.8797f2p-4
    p = p * z + 0x1.c6c0d8p-4
    p = p * z + 0x1.24928ep-3
    return p * z + 0x1.99999ap-3
  }
}

extension Double {
  /// `x^y`; `x^0` and `1^y` are one even for NaN, a negative base needs an integer.
  static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 2.0 {
      return x * x
    }
    if y == 0.0 || x == 1.0 {
      return 1.0
    }
    if x != x || y != y {
      return Double.nan
    }
    let a = x.magnitude
    let parity: Int32 = parityOfInteger(y)
    let isNegative = (x.bitPattern & 0x8000000000000000) != 0
    let sign: Double = isNegative && parity == 1 ? -1.0 : 1.0
    if a == 0.0 || a == Double.infinity {
      return (a == 0.0) == (y > 0.0) ? 0.0 * sign : Double.infinity * sign
    }
    if isNegative && parity == 0 {
      return Double.nan
    }
    return sign * powOfPositive(a, y)
  }

  /// 0 for a fraction, 1 for an odd integer, 2 for an even one; an infinity is even.
  @inline(__always)
  static func parityOfInteger(_ y: Double) -> Int32 {
    let bits: UInt64 = y.magnitude.bitPattern
    let exponent: Int32 = Int32(truncatingIfNeeded: bits &>> 52) &- 1023
    if exponent < 0 {
      return 0
    }
    if exponent > 52 {
      return 2
    }
    let mantissa: UInt64 = (bits & 0x000fffffffffffff) | 0x0010000000000000
    let shift: UInt64 = UInt64(truncatingIfNeeded: 52 &- exponent)
    let whole: UInt64 = mantissa &>> shift
    if (whole &<< shift) != mantissa {
      return 0
    }
    return (whole & 1) == 1 ? 1 : 2
  }

  /// `a^y` for a positive finite `a`, through the logarithm as a pair.
  @inline(__always)
  static func powOfPositive(_ a: Double, _ y: Double) -> Double {
    let power = y > 0x1p64 ? 0x1p64 : y < -0x1p64 ? -0x1p64 : y
    let logarithm = logPair(a)
    let p = twoProduct(power, logarithm.high)
    let exponent = fastTwoSum(p.high, p.low + power * logarithm.low)
    return expOfPair(exponent, 1.0)
  }

  /// The natural logarithm of a positive finite `x`, to some bits beyond the type's own.
  @inline(__always)
  static func logPair(_ x: Double) -> DoublePair {
    let isSmall = x < 0x1p-1022
    let scaled = isSmall ? x * 0x1p54 : x
    let offset: UInt64 = scaled.bitPattern &- 0x3fe6a09e667f3bcd
    let shift: Int32 = isSmall ? -54 : 0
    let k: Int32 = Int32(truncatingIfNeeded: Int64(bitPattern: offset) &>> 52) &+ shift
    let f = Double(bitPattern: (offset & 0x000fffffffffffff) &+ 0x3fe6a09e667f3bcd) - 1.0
    let e = Double(k)
    let s = quotient(DoublePair(high: f, low: 0.0), fastTwoSum(2.0, f))
    let z = product(s, s)
    let third = fastTwoSum(0x1.5555555555555p-2, z.high * logPairTail(z.high))
    let t = product(z, DoublePair(high: third.high, low: third.low + 0x1.5555555555555p-56))
    let u = product(s, t)
    let g = fastTwoSum(s.high, u.high)
    let gLow = g.low + (u.low + s.low)
    let sum = fastTwoSum(e * 0x1.62e42fefa4p-1, 2.0 * g.high)
    let rest = sum.low + (e * -0x1.8432a1b0e2p-43 + (2.0 * gLow + e * -0x1.8cff81a12a17ep-85))
    return fastTwoSum(sum.high, rest)
  }

  /// `(atanh(s) / s - 1 - s²/3) / s⁴` for `z = s²`, `|s| <= 0.1716`.
  @inline(__always)
  static func logPairTail(_ z: Double) -> Double {
    var p: Double = 0x1.e032e4d8436a1p-5
    p = p * z + 0x1.df7c5bc7c7563p-5
    p = p * z + 0x1.1118c9ee5b8a4p-4
    p = p * z + 0x1.3b1395c88122p-4
    p = p * z + 0x1.745d177aad02ap-4
    p = p * z + 0x1.c71c71c6ea871p-4
    p = p * z + 0x1.2492492492522p-3
    return p * z + 0x1.999999999999ap-3
  }
}
