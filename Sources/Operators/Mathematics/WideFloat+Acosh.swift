extension Float {
  /// The inverse hyperbolic cosine; NaN below one.
  @inline(__always)
  static func acosh(_ x: Float) -> Float {
    let isBig = x > 0x1p14
    let t = x - 1.0
    let square = twoSum(2.0 * t, t * t)
    let root = square.high.squareRoot()
    let back = twoProduct(root, root)
    let rest = (((square.high - back.high) - back.low) + square.low) / (2.0 * root)
    let sum = twoSum(x, root)
    let argument = isBig ? x : sum.high
    let ratio = (sum.low + rest) / sum.high
    let correction = isBig ? 0.0 : ratio
    let shift: Int32 = isBig ? 1 : 0
    let y = logCorrected(argument, correction, shift)
    let edge = x == 1.0 ? 0.0 : Float.nan
    return x > 1.0 ? (x < Float.infinity ? y : x) : edge
  }
}

extension Double {
  /// The inverse hyperbolic cosine; NaN below one.
  @inline(__always)
  static func acosh(_ x: Double) -> Double {
    let isBig = x > 0x1p28
    let t = x - 1.0
    let square = twoSum(2.0 * t, t * t)
    let root = square.high.squareRoot()
    let back = twoProduct(root, root)
    let rest = (((square.high - back.high) - back.low) + square.low) / (2.0 * root)
    let sum = twoSum(x, root)
    let argument = isBig ? x : sum.high
    let ratio = (sum.low + rest) / sum.high
    let correction = isBig ? 0.0 : ratio
    let shift: Int32 = isBig ? 1 : 0
    let y = logCorrected(argument, correction, shift)
    let edge = x == 1.0 ? 0.0 : Double.nan
    return x > 1.0 ? (x < Double.infinity ? y : x) : edge
  }
}
