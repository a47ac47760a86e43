extension Float {
  /// The inverse hyperbolic tangent; infinite at ±1, NaN beyond.
  @inline(__always)
  static func atanh(_ x: Float) -> Float {
    let a = x.magnitude
    let isNear = a < 0.5
    let twice = a + a
    let product = twice * a
    let rest = (isNear ? product : twice) / (1.0 - a)
    let start = twoSum(1.0, isNear ? twice : 0.0)
    let sum = twoSum(start.high, rest)
    let correction = (sum.low + start.low) / sum.high
    let y = 0.5 * logCorrected(sum.high, correction, 0)
    let edge = a == 1.0 ? Float.infinity : Float.nan
    return signed(a < 1.0 ? y : edge, like: x)
  }
}

extension Double {
  /// The inverse hyperbolic tangent; infinite at ±1, NaN beyond.
  @inline(__always)
  static func atanh(_ x: Double) -> Double {
    let a = x.magnitude
    let isNear = a < 0.5
    let twice = a + a
    let product = twice * a
    let rest = (isNear ? product : twice) / (1.0 - a)
    let start = twoSum(1.0, isNear ? twice : 0.0)
    let sum = twoSum(start.high, rest)
    let correction = (sum.low + start.low) / sum.high
    let y = 0.5 * logCorrected(sum.high, correction, 0)
    let edge = a == 1.0 ? Double.infinity : Double.nan
    return signed(a < 1.0 ? y : edge, like: x)
  }
}
