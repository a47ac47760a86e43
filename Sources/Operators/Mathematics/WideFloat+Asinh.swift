extension Float {
  /// The inverse hyperbolic sine.
  @inline(__always)
  static func asinh(_ x: Float) -> Float {
    let a = x.magnitude
    let isBig = a > 0x1p14
    let sum = twoSum(1.0, a)
    let rest = a * a / (1.0 + (1.0 + a * a).squareRoot())
    let total = fastTwoSum(sum.high, rest)
    let argument = isBig ? a : total.high
    let ratio = (total.low + sum.low) / total.high
    let correction = isBig ? 0.0 : ratio
    let shift: Int32 = isBig ? 1 : 0
    let y = logCorrected(argument, correction, shift)
    return a < Float.infinity ? signed(y, like: x) : x
  }
}

extension Double {
  /// The inverse hyperbolic sine.
  @inline(__always)
  static func asinh(_ x: Double) -> Double {
    let a = x.magnitude
    let isBig = a > 0x1p28
    let sum = twoSum(1.0, a)
    let rest = a * a / (1.0 + (1.0 + a * a).squareRoot())
    let total = fastTwoSum(sum.high, rest)
    let argument = isBig ? a : total.high
    let ratio = (total.low + sum.low) / total.high
    let correction = isBig ? 0.0 : ratio
    let shift: Int32 = isBig ? 1 : 0
    let y = logCorrected(argument, correction, shift)
    return a < Double.infinity ? signed(y, like: x) : x
  }
}
