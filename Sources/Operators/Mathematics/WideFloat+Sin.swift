extension Float {
  /// The sine, of every finite angle to the same accuracy; NaN of an infinity.
  static func sin(_ x: Float) -> Float {
    let angle = reduced(x)
    let isEven = angle.quadrant & 1 == 0
    let y = isEven ? sinOfReduced(angle) : cosOfReduced(angle)
    let isUpper = angle.quadrant & 2 == 0
    let turned = isUpper ? y : -y
    return x.magnitude < 0x1p-13 ? x : turned
  }

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
}

extension Double {
  /// The sine, of every finite angle to the same accuracy; NaN of an infinity.
  static func sin(_ x: Double) -> Double {
    let angle = reduced(x)
    let isEven = angle.quadrant & 1 == 0
    let y = isEven ? sinOfReduced(angle) : cosOfReduced(angle)
    let isUpper = angle.quadrant & 2 == 0
    let turned = isUpper ? y : -y
    return x.magnitude < 0x1p-28 ? x : turned
  }

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
}
