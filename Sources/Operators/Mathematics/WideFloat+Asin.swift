extension Float {
  /// The arc sine; NaN outside `-1 ... 1`.
  @inline(__always)
  static func asin(_ x: Float) -> Float {
    let a = x.magnitude
    let isNear = a < 0.5
    let square = a * a
    let halved = (1.0 - a) * 0.5
    let z = isNear ? square : halved
    let tail = z * asinTail(z)
    let near = a + a * tail
    let root = z.squareRoot()
    let high = leadingHalf(root)
    let low = (z - high * high) / (root > 0.0 ? root + high : 1.0)
    let part = 2.0 * root * tail - (-0x1.777a5cp-25 - 2.0 * low)
    let far = 0x1.921fb6p-1 - (part - (0x1.921fb6p-1 - 2.0 * high))
    return a <= 1.0 ? signed(isNear ? near : far, like: x) : Float.nan
  }

  /// `(asin x - x) / x³` for `z = x²`, `|x| <= 0.5`.
  @inline(__always)
  static func asinTail(_ z: Float) -> Float {
    var p: Float = 0x1.13fed4p-5
    p = p * z + 0x1.18f91ep-6
    p = p * z + 0x1.fd8da2p-6
    p = p * z + 0x1.6d5bbap-5
    p = p * z + 0x1.33343p-4
    return p * z + 0x1.555554p-3
  }
}

extension Double {
  /// The arc sine; NaN outside `-1 ... 1`.
  @inline(__always)
  static func asin(_ x: Double) -> Double {
    let a = x.magnitude
    let isNear = a < 0.5
    let square = a * a
    let halved = (1.0 - a) * 0.5
    let z = isNear ? square : halved
    let tail = z * asinTail(z)
    let near = a + a * tail
    let root = z.squareRoot()
    let high = leadingHalf(root)
    let low = (z - high * high) / (root > 0.0 ? root + high : 1.0)
    let part = 2.0 * root * tail - (0x1.1a62633145c07p-54 - 2.0 * low)
    let far = 0x1.921fb54442d18p-1 - (part - (0x1.921fb54442d18p-1 - 2.0 * high))
    return a <= 1.0 ? signed(isNear ? near : far, like: x) : Double.nan
  }

  /// `(asin x - x) / x³` for `z = x²`, `|x| <= 0.5`.
  @inline(__always)
  static func asinTail(_ z: Double) -> Double {
    var p: Double = 0x1.d72b2bc8155f8p-6
    p = p * z - 0x1.e6aaa8a0a04ccp-7
    p = p * z + 0x1.1d189408314eep-6
    p = p * z + 0x1.65a9c4dfcf8b2p-8
    p = p * z + 0x1.52420b04b37bep-7
    p = p * z + 0x1.782651caa6547p-7
    p = p * z + 0x1.c9cf07674736ap-7
    p = p * z + 0x1.1c4d35cf95421p-6
    p = p * z + 0x1.6e8bb1c8209a2p-6
    p = p * z + 0x1.f1c71c1db0623p-6
    p = p * z + 0x1.6db6db6e31f13p-5
    p = p * z + 0x1.3333333332ecap-4
    return p * z + 0x1.5555555555556p-3
  }
}
