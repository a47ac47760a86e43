extension Float {
  /// The arc cosine; NaN outside `-1 ... 1`.
  @inline(__always)
  static func acos(_ x: Float) -> Float {
    let a = x.magnitude
    let isNear = a < 0.5
    let square = a * a
    let halved = (1.0 - a) * 0.5
    let z = isNear ? square : halved
    let tail = z * asinTail(z)
    let near = 0x1.921fb6p0 - (x - (-0x1.777a5cp-25 - x * tail))
    let root = z.squareRoot()
    let high = leadingHalf(root)
    let low = (z - high * high) / (root > 0.0 ? root + high : 1.0)
    let right = 2.0 * (high + (root * tail + low))
    let left = 2.0 * (0x1.921fb6p0 - (root + (root * tail + 0x1.777a5cp-25)))
    let far = x > 0.0 ? right : left
    return a <= 1.0 ? (isNear ? near : far) : Float.nan
  }
}

extension Double {
  /// The arc cosine; NaN outside `-1 ... 1`.
  @inline(__always)
  static func acos(_ x: Double) -> Double {
    let a = x.magnitude
    let isNear = a < 0.5
    let square = a * a
    let halved = (1.0 - a) * 0.5
    let z = isNear ? square : halved
    let tail = z * asinTail(z)
    let near = 0x1.921fb54442d18p0 - (x - (0x1.1a62633145c07p-54 - x * tail))
    let root = z.squareRoot()
    let high = leadingHalf(root)
    let low = (z - high * high) / (root > 0.0 ? root + high : 1.0)
    let right = 2.0 * (high + (root * tail + low))
    let left = 2.0 * (0x1.921fb54442d18p0 - (root + (root * tail - 0x1.1a62633145c07p-54)))
    let far = x > 0.0 ? right : left
    return a <= 1.0 ? (isNear ? near : far) : Double.nan
  }
}
