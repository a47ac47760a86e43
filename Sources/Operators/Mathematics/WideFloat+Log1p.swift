extension Float {
  /// `log(1 + x)`.
  @inline(__always)
  static func log1p(_ x: Float) -> Float {
    let sum = twoSum(1.0, x)
    let y = logCorrected(sum.high, sum.low / sum.high, 0)
    let edge = x == -1.0 ? -Float.infinity : Float.nan
    let inside = x == 0.0 || x == Float.infinity ? x : y
    return x > -1.0 ? inside : edge
  }
}

extension Double {
  /// `log(1 + x)`.
  @inline(__always)
  static func log1p(_ x: Double) -> Double {
    let sum = twoSum(1.0, x)
    let y = logCorrected(sum.high, sum.low / sum.high, 0)
    let edge = x == -1.0 ? -Double.infinity : Double.nan
    let inside = x == 0.0 || x == Double.infinity ? x : y
    return x > -1.0 ? inside : edge
  }
}
