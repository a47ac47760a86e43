extension Float {
  /// The sine, of every finite angle to the same accuracy; NaN of an infinity.
  static func sin(_ x: Float) -> Float {
    let angle = reduced(x)
    let isEven = (angle.quadrant & 1) == 0
    let y = isEven ? sinOfReduced(angle) : cosOfReduced(angle)
    let isUpper = (angle.quadrant & 2) == 0
    let turned = isUpper ? y : -y
    return x.magnitude < 0x1p-13 ? x : turned
  }
}

extension Double {
  /// The sine, of every finite angle to the same accuracy; NaN of an infinity.
  static func sin(_ x: Double) -> Double {
    let angle = reduced(x)
    let isEven = (angle.quadrant & 1) == 0
    let y = isEven ? sinOfReduced(angle) : cosOfReduced(angle)
    let isUpper = (angle.quadrant & 2) == 0
    let turned = isUpper ? y : -y
    return x.magnitude < 0x1p-28 ? x : turned
  }
}
