/// An angle `quadrant · π/2 + high + low`, `|high| <= π/4`; two bits of the quadrant count.
struct Angle<Value: Sendable>: Sendable {
  var high: Value
  var low: Value
  var quadrant: UInt32
}

typealias FloatAngle = Angle<Float>
typealias DoubleAngle = Angle<Double>

extension Float {
  /// `x` less the nearest multiple of π/2.
  @inline(__always)
  static func reduced(_ x: Float) -> FloatAngle {
    if x.magnitude < 4096.0 {
      return reducedModerate(x)
    }
    return x.magnitude < Float.infinity
      ? reducedHuge(x) : FloatAngle(high: Float.nan, low: 0.0, quadrant: 0)
  }

  /// π/2 in four parts, of which the first three times the multiple are exact.
  @inline(__always)
  static func reducedModerate(_ x: Float) -> FloatAngle {
    let shifted = x * 0x1.45f306p-1 + 0x1.8p23
    let k = shifted - 0x1.8p23
    let a = twoSum(x - k * 0x1.922p0, -(k * -0x1.2aep-18))
    let b = twoSum(a.high, -(k * -0x1.deap-31))
    let rest = (a.low + b.low) - k * 0x1.184698p-44
    let high = b.high + rest
    let low = (b.high - high) + rest
    let quadrant: UInt32 = UInt32(truncatingIfNeeded: shifted.bitPattern)
    return FloatAngle(high: high, low: low, quadrant: quadrant)
  }

  /// Integer arithmetic on the digits of 2/π that matter (Payne and Hanek).
  static func reducedHuge(_ x: Float) -> FloatAngle {
    let bits: UInt32 = x.magnitude.bitPattern
    let exponent: Int32 = Int32(truncatingIfNeeded: bits &>> 23) &- 127
    let m: UInt32 = ((bits & 0x007fffff) | 0x00800000) &<< 8
    let digits = twoOverPiDigits(x, exponent)
    let add1: UInt32 = m &* digits.second
    let word1: UInt32 = mulHigh(m, digits.third) &+ add1
    let carry1: UInt32 = word1 < add1 ? 1 : 0
    let add2: UInt32 = m &* digits.first
    let part2: UInt32 = mulHigh(m, digits.second) &+ add2
    let carry2: UInt32 = part2 < add2 ? 1 : 0
    let word2: UInt32 = part2 &+ carry1
    let carry3: UInt32 = word2 < carry1 ? 1 : 0
    let word3: UInt32 = mulHigh(m, digits.first) &+ carry2 &+ carry3
    let turns: UInt32 = ((word3 & 1) &<< 1) | (word2 &>> (32 - 1))
    let high: UInt32 = (word2 &<< 1) | (word1 &>> (32 - 1))
    let low: UInt32 = word1 &<< 1
    let isUpper = high >= 0x80000000
    let borrow: UInt32 = low == 0 ? 1 : 0
    let high1: UInt32 = isUpper ? ~high &+ borrow : high
    let low1: UInt32 = isUpper ? 0 &- low : low
    let isShort = high1 == 0
    let high2: UInt32 = isShort ? low1 : high1
    let low2: UInt32 = isShort ? 0 : low1
    let zeros: Int32 = leadingZeros(high2)
    let spread: UInt32 = UInt32(truncatingIfNeeded: zeros)
    let fraction: UInt32 = (high2 &<< spread) | ((low2 &>> 1) &>> ((32 - 1) &- spread))
    let product: UInt32 = mulHigh(fraction, 0xc90fdaa2)
    let scale = scaled(1.0, 0 &- zeros &- (isShort ? 2 * 32 - 1 : 32 - 1))
    let isNegative = isUpper != (x < 0.0)
    let factor = isNegative ? -scale : scale
    let turned: UInt32 = UInt32(truncatingIfNeeded: turns) &+ (isUpper ? 1 : 0)
    let quadrant: UInt32 = x < 0.0 ? 0 &- turned : turned
    let leading = converted(product & 0xffffff00) * factor
    let trailing = converted(product & 0x000000ff) * factor
    return FloatAngle(high: leading, low: trailing, quadrant: quadrant)
  }
}

extension Double {
  /// `x` less the nearest multiple of π/2.
  @inline(__always)
  static func reduced(_ x: Double) -> DoubleAngle {
    if x.magnitude < 1048576.0 {
      return reducedModerate(x)
    }
    return x.magnitude < Double.infinity
      ? reducedHuge(x) : DoubleAngle(high: Double.nan, low: 0.0, quadrant: 0)
  }

  /// π/2 in four parts, of which the first three times the multiple are exact.
  @inline(__always)
  static func reducedModerate(_ x: Double) -> DoubleAngle {
    let shifted = x * 0x1.45f306dc9c883p-1 + 0x1.8p52
    let k = shifted - 0x1.8p52
    let a = twoSum(x - k * 0x1.921fb544p0, -(k * 0x1.0b4611a6p-34))
    let b = twoSum(a.high, -(k * 0x1.3198a2ep-69))
    let rest = (a.low + b.low) - k * 0x1.b839a252049c1p-104
    let high = b.high + rest
    let low = (b.high - high) + rest
    let quadrant: UInt32 = UInt32(truncatingIfNeeded: shifted.bitPattern)
    return DoubleAngle(high: high, low: low, quadrant: quadrant)
  }

  /// Integer arithmetic on the digits of 2/π that matter (Payne and Hanek).
  static func reducedHuge(_ x: Double) -> DoubleAngle {
    let bits: UInt64 = x.magnitude.bitPattern
    let exponent: Int32 = Int32(truncatingIfNeeded: bits &>> 52) &- 1023
    let m: UInt64 = ((bits & 0x000fffffffffffff) | 0x0010000000000000) &<< 11
    let digits = twoOverPiDigits(x, exponent)
    let add1: UInt64 = m &* digits.second
    let word1: UInt64 = mulHigh(m, digits.third) &+ add1
    let carry1: UInt64 = word1 < add1 ? 1 : 0
    let add2: UInt64 = m &* digits.first
    let part2: UInt64 = mulHigh(m, digits.second) &+ add2
    let carry2: UInt64 = part2 < add2 ? 1 : 0
    let word2: UInt64 = part2 &+ carry1
    let carry3: UInt64 = word2 < carry1 ? 1 : 0
    let word3: UInt64 = mulHigh(m, digits.first) &+ carry2 &+ carry3
    let turns: UInt64 = ((word3 & 1) &<< 1) | (word2 &>> (64 - 1))
    let high: UInt64 = (word2 &<< 1) | (word1 &>> (64 - 1))
    let low: UInt64 = word1 &<< 1
    let isUpper = high >= 0x8000000000000000
    let borrow: UInt64 = low == 0 ? 1 : 0
    let high1: UInt64 = isUpper ? ~high &+ borrow : high
    let low1: UInt64 = isUpper ? 0 &- low : low
    let isShort = high1 == 0
    let high2: UInt64 = isShort ? low1 : high1
    let low2: UInt64 = isShort ? 0 : low1
    let zeros: Int32 = leadingZeros(high2)
    let spread: UInt64 = UInt64(truncatingIfNeeded: zeros)
    let fraction: UInt64 = (high2 &<< spread) | ((low2 &>> 1) &>> ((64 - 1) &- spread))
    let product: UInt64 = mulHigh(fraction, 0xc90fdaa22168c235)
    let scale = scaled(1.0, 0 &- zeros &- (isShort ? 2 * 64 - 1 : 64 - 1))
    let isNegative = isUpper != (x < 0.0)
    let factor = isNegative ? -scale : scale
    let turned: UInt32 = UInt32(truncatingIfNeeded: turns) &+ (isUpper ? 1 : 0)
    let quadrant: UInt32 = x < 0.0 ? 0 &- turned : turned
    let leading = converted(product & 0xfffffffffffff800) * factor
    let trailing = converted(product & 0x00000000000007ff) * factor
    return DoubleAngle(high: leading, low: trailing, quadrant: quadrant)
  }
}
