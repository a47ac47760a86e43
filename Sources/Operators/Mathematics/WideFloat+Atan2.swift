extension Float {
  /// The angle of the point `(x, y)`, in `-π ... π`, by the signs of both, zeros included.
  static func atan2(_ y: Float, _ x: Float) -> Float {
    if x != x || y != y {
      return Float.nan
    }
    let a = y.magnitude
    let b = x.magnitude
    let peak = a > b ? a : b
    let isDiagonal = a == b && (a == 0.0 || a == Float.infinity)
    let factor: Float = peak > 0x1p125 ? 0.25 : peak < 0x1p-100 ? 0x1p24 : 1.0
    let n = isDiagonal ? (a == 0.0 ? 0.0 : 1.0) : a * factor
    let d = isDiagonal ? 1.0 : b * factor
    let angle = atanOfRatio(n, d)
    let isLeft = (x.bitPattern & 0x80000000) != 0
    let turned = isLeft ? 0x1.921fb6p1 - (angle + 0x1.777a5cp-24) : angle
    return signed(turned, like: y)
  }
}

extension Double {
  /// The angle of the point `(x, y)`, in `-π ... π`, by the signs of both, zeros included.
  static func atan2(_ y: Double, _ x: Double) -> Double {
    if x != x || y != y {
      return Double.nan
    }
    let a = y.magnitude
    let b = x.magnitude
    let peak = a > b ? a : b
    let isDiagonal = a == b && (a == 0.0 || a == Double.infinity)
    let factor: Double = peak > 0x1p1020 ? 0.25 : peak < 0x1p-900 ? 0x1p53 : 1.0
    let n = isDiagonal ? (a == 0.0 ? 0.0 : 1.0) : a * factor
    let d = isDiagonal ? 1.0 : b * factor
    let angle = atanOfRatio(n, d)
    let isLeft = (x.bitPattern & 0x8000000000000000) != 0
    let turned = isLeft ? 0x1.921fb54442d18p1 - (angle - 0x1.1a62633145c07p-53) : angle
    return signed(turned, like: y)
  }
}
