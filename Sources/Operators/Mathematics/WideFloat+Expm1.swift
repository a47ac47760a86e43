extension Float {
  /// `e^x - 1`.
  @inline(__always)
  static func expm1(_ x: Float) -> Float {
    let bounded = x > 90.0 ? 90.0 : x < -18.0 ? -18.0 : x
    let shifted = bounded * 0x1.715476p0 + 0x1.8p23
    let rounded = shifted - 0x1.8p23
    let high = bounded - rounded * 0x1.62e4p-1
    let low = rounded * 0x1.7f7d1cp-20
    let r = high - low
    let rest = (high - r) - low
    let p = r + (r * r * expTail(r) + (rest + rest * r))
    let k = Int32(truncatingIfNeeded: shifted.bitPattern &- 0x4b400000)
    let unit = k > 30 ? 0.0 : scaled(1.0, 0 &- k)
    let half: Int32 = k &>> 1
    let y = scaled(scaled((1.0 - unit) + p, half), k &- half)
    return x.magnitude < 0x1p-13 * 0x1p-13 ? x : y
  }
}

extension Double {
  /// `e^x - 1`.
  @inline(__always)
  static func expm1(_ x: Double) -> Double {
    let bounded = x > 711.0 ? 711.0 : x < -40.0 ? -40.0 : x
    let shifted = bounded * 0x1.71547652b82fep0 + 0x1.8p52
    let rounded = shifted - 0x1.8p52
    let high = bounded - rounded * 0x1.62e42fefa4p-1
    let low = rounded * -0x1.8432a1b0e2634p-43
    let r = high - low
    let rest = (high - r) - low
    let p = r + (r * r * expTail(r) + (rest + rest * r))
    let k = Int32(truncatingIfNeeded: shifted.bitPattern &- 0x4338000000000000)
    let unit = k > 60 ? 0.0 : scaled(1.0, 0 &- k)
    let half: Int32 = k &>> 1
    let y = scaled(scaled((1.0 - unit) + p, half), k &- half)
    return x.magnitude < 0x1p-28 * 0x1p-28 ? x : y
  }
}
