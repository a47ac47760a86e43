extension Float {
  /// The tangent, of every finite angle to the same accuracy; NaN of an infinity.
  static func tan(_ x: Float) -> Float {
    let angle = reduced(x)
    let r = angle.high
    let z = r * r
    let half = 0.5 * z
    let start = 1.0 - half
    let sine = fastTwoSum(r, r * z * sinTail(z) + angle.low * start)
    let rest = ((1.0 - start) - half) + (z * z * cosTail(z) - r * angle.low)
    let cosine = fastTwoSum(start, rest)
    let isOdd = (angle.quadrant & 1) != 0
    let n = FloatPair(high: isOdd ? -cosine.high : sine.high, low: isOdd ? -cosine.low : sine.low)
    let d = FloatPair(high: isOdd ? sine.high : cosine.high, low: isOdd ? sine.low : cosine.low)
    let ratio = quotient(n, d)
    return x.magnitude < 0x1p-13 ? x : ratio.high
  }
}

extension Double {
  /// The tangent, of every finite angle to the same accuracy; NaN of an infinity.
  static func tan(_ x: Double) -> Double {
    let angle = reduced(x)
    let r = angle.high
    let z = r * r
    let half = 0.5 * z
    let start = 1.0 - half
    let sine = fastTwoSum(r, r * z * sinTail(z) + angle.low * start)
    let rest = ((1.0 - start) - half) + (z * z * cosTail(z) - r * angle.low)
    let cosine = fastTwoSum(start, rest)
    let isOdd = (angle.quadrant & 1) != 0
    let n = DoublePair(high: isOdd ? -cosine.high : sine.high, low: isOdd ? -cosine.low : sine.low)
    let d = DoublePair(high: isOdd ? sine.high : cosine.high, low: isOdd ? sine.low : cosine.low)
    let ratio = quotient(n, d)
    return x.magnitude < 0x1p-28 ? x : ratio.high
  }
}
