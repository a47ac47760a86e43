extension Float {
  /// `x^y`; `x^0` and `1^y` are one even for NaN, a negative base needs an integer.
  @inline(__always)
  static func pow(_ x: Float, _ y: Float) -> Float {
    if y == 2.0 {
      return x * x
    }
    let a = x.magnitude
    let isWhole = isInteger(y.magnitude)
    let isOdd = isWhole && !isInteger(0.5 * y.magnitude)
    let isEdge = a == 0.0 || a == Float.infinity
    let edge = (a == 0.0) == (y > 0.0) ? 0.0 : Float.infinity
    let inner = powOfPositive(a, y)
    let power = signed(isEdge ? edge : inner, like: isOdd ? x : 1.0)
    let isReal = isWhole || isEdge || x > 0.0
    let isNumber = isReal && x == x && y == y
    return y == 0.0 || x == 1.0 ? 1.0 : isNumber ? power : Float.nan
  }

  /// Whether a number of no sign has no fraction; an infinity has none.
  @inline(__always)
  static func isInteger(_ x: Float) -> Bool {
    return x >= 0x1p23 || (x + 0x1p23) - 0x1p23 == x
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
  @inline(__always)
  static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 2.0 {
      return x * x
    }
    let a = x.magnitude
    let isWhole = isInteger(y.magnitude)
    let isOdd = isWhole && !isInteger(0.5 * y.magnitude)
    let isEdge = a == 0.0 || a == Double.infinity
    let edge = (a == 0.0) == (y > 0.0) ? 0.0 : Double.infinity
    let inner = powOfPositive(a, y)
    let power = signed(isEdge ? edge : inner, like: isOdd ? x : 1.0)
    let isReal = isWhole || isEdge || x > 0.0
    let isNumber = isReal && x == x && y == y
    return y == 0.0 || x == 1.0 ? 1.0 : isNumber ? power : Double.nan
  }

  /// Whether a number of no sign has no fraction; an infinity has none.
  @inline(__always)
  static func isInteger(_ x: Double) -> Bool {
    return x >= 0x1p52 || (x + 0x1p52) - 0x1p52 == x
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
