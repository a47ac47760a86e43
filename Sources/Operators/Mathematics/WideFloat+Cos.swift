extension Float {
  /// The cosine, of every finite angle to the same accuracy; NaN of an infinity.
  static func cos(_ x: Float) -> Float {
    let angle = reduced(x)
    let isEven = angle.quadrant & 1 == 0
    let y = isEven ? cosOfReduced(angle) : sinOfReduced(angle)
    let isRight = (angle.quadrant &+ 1) & 2 == 0
    return isRight ? y : -y
  }

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
  /// The cosine, of every finite angle to the same accuracy; NaN of an infinity.
  static func cos(_ x: Double) -> Double {
    let angle = reduced(x)
    let isEven = angle.quadrant & 1 == 0
    let y = isEven ? cosOfReduced(angle) : sinOfReduced(angle)
    let isRight = (angle.quadrant &+ 1) & 2 == 0
    return isRight ? y : -y
  }

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
