extension Float {
  /// `e^x`.
  @inline(__always)
  static func exp(_ x: Float) -> Float {
    return expScaled(x, 0)
  }

  /// `2^shift · e^x` for a shift of at most one, rounded once where the result is subnormal.
  @inline(__always)
  static func expScaled(_ x: Float, _ shift: Int32) -> Float {
    let bounded = x > 90.0 ? 90.0 : x < -104.0 ? -104.0 : x
    let shifted = bounded * 0x1.715476p0 + 0x1.8p23
    let rounded = shifted - 0x1.8p23
    let r = (bounded - rounded * 0x1.62e4p-1) - rounded * 0x1.7f7d1cp-20
    let p = 1.0 + (r + r * r * expTail(r))
    let k = Int32(truncatingIfNeeded: shifted.bitPattern &- 0x4b400000) &+ shift
    let half: Int32 = k &>> 1
    return scaled(scaled(p, half), k &- half)
  }

  /// `factor · e^(x.high + x.low)`, for a factor near one.
  @inline(__always)
  static func expOfPair(_ x: FloatPair, _ factor: Float) -> Float {
    let isFar = x.high > 90.0 || x.high < -104.0
    let bounded = x.high > 90.0 ? 90.0 : x.high < -104.0 ? -104.0 : x.high
    let low = isFar ? 0.0 : x.low
    let shifted = bounded * 0x1.715476p0 + 0x1.8p23
    let rounded = shifted - 0x1.8p23
    let high = bounded - rounded * 0x1.62e4p-1
    let correction = low - rounded * 0x1.7f7d1cp-20
    let r = high + correction
    let rest = (high - r) + correction
    let p = factor + factor * (r + (r * r * expTail(r) + rest))
    let k = Int32(truncatingIfNeeded: shifted.bitPattern &- 0x4b400000)
    let half: Int32 = k &>> 1
    return scaled(scaled(p, half), k &- half)
  }

  /// `(e^r - 1 - r) / r²` for `|r| <= ln 2 / 2`.
  @inline(__always)
  static func expTail(_ r: Float) -> Float {
    var p: Float = 0x1.a1253ep-13
    p = p * r + 0x1.6d437ap-10
    p = p * r + 0x1.1110ep-7
    p = p * r + 0x1.5554e8p-5
    p = p * r + 0x1.555556p-3
    return p * r + 0x1p-1
  }
}

extension Double {
  /// `e^x`.
  @inline(__always)
  static func exp(_ x: Double) -> Double {
    return expScaled(x, 0)
  }

  /// `2^shift · e^x` for a shift of at most one, rounded once where the result is subnormal.
  @inline(__always)
  static func expScaled(_ x: Double, _ shift: Int32) -> Double {
    let bounded = x > 711.0 ? 711.0 : x < -746.0 ? -746.0 : x
    let shifted = bounded * 0x1.71547652b82fep0 + 0x1.8p52
    let rounded = shifted - 0x1.8p52
    let r = (bounded - rounded * 0x1.62e42fefa4p-1) - rounded * -0x1.8432a1b0e2634p-43
    let p = 1.0 + (r + r * r * expTail(r))
    let k = Int32(truncatingIfNeeded: shifted.bitPattern &- 0x4338000000000000) &+ shift
    let half: Int32 = k &>> 1
    return scaled(scaled(p, half), k &- half)
  }

  /// `factor · e^(x.high + x.low)`, for a factor near one.
  @inline(__always)
  static func expOfPair(_ x: DoublePair, _ factor: Double) -> Double {
    let isFar = x.high > 711.0 || x.high < -746.0
    let bounded = x.high > 711.0 ? 711.0 : x.high < -746.0 ? -746.0 : x.high
    let low = isFar ? 0.0 : x.low
    let shifted = bounded * 0x1.71547652b82fep0 + 0x1.8p52
    let rounded = shifted - 0x1.8p52
    let high = bounded - rounded * 0x1.62e42fefa4p-1
    let correction = low - rounded * -0x1.8432a1b0e2634p-43
    let r = high + correction
    let rest = (high - r) + correction
    let p = factor + factor * (r + (r * r * expTail(r) + rest))
    let k = Int32(truncatingIfNeeded: shifted.bitPattern &- 0x4338000000000000)
    let half: Int32 = k &>> 1
    return scaled(scaled(p, half), k &- half)
  }

  /// `(e^r - 1 - r) / r²` for `|r| <= ln 2 / 2`.
  @inline(__always)
  static func expTail(_ r: Double) -> Double {
    var p: Double = 0x1.1f732921c514bp-29
    p = p * r + 0x1.af4e2bbb50609p-26
    p = p * r + 0x1.27e4db5238e9ap-22
    p = p * r + 0x1.71de0211bc37ep-19
    p = p * r + 0x1.a01a01a6de478p-16
    p = p * r + 0x1.a01a01abf20adp-13
    p = p * r + 0x1.6c16c16c162cap-10
    p = p * r + 0x1.11111111100c9p-7
    p = p * r + 0x1.5555555555556p-5
    p = p * r + 0x1.5555555555557p-3
    return p * r + 0x1p-1
  }
}
