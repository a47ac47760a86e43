extension Float {
  /// The cosine, of every finite angle to the same accuracy; NaN of an infinity.
  static func cos(_ x: Float) -> Float {
    let angle = reduced(x)
    let isEven = (angle.quadrant & 1) == 0
    let y = isEven ? cosOfReduced(angle) : sinOfReduced(angle)
    let isRight = ((angle.quadrant &+ 1) & 2) == 0
    return isRight ? y : -y
  }
}

extension Double {
  /// The cosine, of every finite angle to the same accuracy; NaN of an infinity.
  static func cos(_ x: Double) -> Double {
    let angle = reduced(x)
    let isEven = (angle.quadrant & 1) == 0
    let y = isEven ? cosOfReduced(angle) : sinOfReduced(angle)
    let isRight = ((angle.quadrant &+ 1) & 2) == 0
    return isRight ? y : -y
  }
}
