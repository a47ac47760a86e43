extension Float {
  /// The sine of `high + low`.
  @inline(__always)
  static func sinOfReduced(_ angle: FloatAngle) -> Float {
    let r = angle.high
    let z = r * r
    return r + (r * z * sinTail(z) + angle.low * (1.0 - 0.5 * z))
  }

  /// `(sin r - r) / r³` for `z = r²`, `|r| <= π/4`.
  @inline(__always)
  static func sinTail(_ z: Float) -> Float {
    var p: Float = 0x1.6db986p-19
    p = p * z - 0x1.a0139ap-13
    p = p * z + 0x1.11110ep-7
    return p * z - 0x1.555556p-3
  }

  /// The cosine of `high + low`.
  @inline(__always)
  static func cosOfReduced(_ angle: FloatAngle) -> Float {
    let r = angle.high
    let z = r * r
    let half = 0.5 * z
    let start = 1.0 - half
    return start + (((1.0 - start) - half) + (z * z * cosTail(z) - r * angle.low))
  }

  /// `(cos r - 1 + r²/2) / r⁴` for `z = r²`, `|r| <= π/4`.
  @inline(__always)
  static func cosTail(_ z: Float) -> Float {
    var p: Float = 0x1.9bd3f4p-16
    p = p * z - 0x1.6c12cap-10
    return p * z + 0x1.555554p-5
  }
}

extension Double {
  /// The sine of `high + low`.
  @inline(__always)
  static func sinOfReduced(_ angle: DoubleAngle) -> Double {
    let r = angle.high
    let z = r * r
    return r + (r * z * sinTail(z) + angle.low * (1.0 - 0.5 * z))
  }

  /// `(sin r - r) / r³` for `z = r²`, `|r| <= π/4`.
  @inline(__always)
  static func sinTail(_ z: Double) -> Double {
    var p: Double = 0x1.5e07b559c197cp-33
    p = p * z - 0x1.ae6001923d5f2p-26
    p = p * z + 0x1.71de378d762ebp-19
    p = p * z - 0x1.a01a019e7ca7p-13
    p = p * z + 0x1.1111111110b95p-7
    return p * z - 0x1.5555555555555p-3
  }

  /// The cosine of `high + low`.
  @inline(__always)
  static func cosOfReduced(_ angle: DoubleAngle) -> Double {
    let r = angle.high
    let z = r * r
    let half = 0.5 * z
    let start = 1.0 - half
    return start + (((1.0 - start) - half) + (z * z * cosTail(z) - r * angle.low))
  }

  /// `(cos r - 1 + r²/2) / r⁴` for `z = r²`, `|r| <= π/4`.
  @inline(__always)
  static func cosTail(_ z: Double) -> Double {
    var p: Double = -0x1.907a3df5e34f9p-37
    p = p * z + 0x1.1eeb642fdbf12p-29
    p = p * z - 0x1.27e4fa134f03ep-22
    p = p * z + 0x1.a01a019f4b2d4p-16
    p = p * z - 0x1.6c16c16c16958p-10
    return p * z + 0x1.5555555555555p-5
  }
}
