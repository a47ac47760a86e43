/// An unevaluated sum `high + low`, where `low` holds what `high` could not.
struct Pair<Value: Sendable>: Sendable {
  var high: Value
  var low: Value
}

typealias FloatPair = Pair<Float>
typealias DoublePair = Pair<Double>

extension Float {
  /// `a + b` without error.
  @inline(__always)
  static func twoSum(_ a: Float, _ b: Float) -> FloatPair {
    let sum = a + b
    let shadow = sum - a
    let low = (a - (sum - shadow)) + (b - shadow)
    return FloatPair(high: sum, low: low)
  }

  /// `a + b` without error, for `|a| >= |b|` or `a = 0`.
  @inline(__always)
  static func fastTwoSum(_ a: Float, _ b: Float) -> FloatPair {
    let sum = a + b
    let low = b - (sum - a)
    return FloatPair(high: sum, low: low)
  }

  /// `a · b`, to twice the digits, where neither the product nor its error underflows.
  @inline(__always)
  static func twoProduct(_ a: Float, _ b: Float) -> FloatPair {
    let product = a * b
    let aHigh = leadingHalf(a)
    let aLow = a - aHigh
    let bHigh = leadingHalf(b)
    let bLow = b - bHigh
    let low = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow
    return FloatPair(high: product, low: low)
  }

  /// `a · b` of two pairs, to nearly twice the digits.
  @inline(__always)
  static func product(_ a: FloatPair, _ b: FloatPair) -> FloatPair {
    let p = twoProduct(a.high, b.high)
    return fastTwoSum(p.high, p.low + (a.high * b.low + a.low * b.high))
  }

  /// `a / b` of two pairs, to nearly twice the digits.
  @inline(__always)
  static func quotient(_ a: FloatPair, _ b: FloatPair) -> FloatPair {
    let q = a.high / b.high
    let p = twoProduct(q, b.high)
    let rest = ((a.high - p.high) - p.low) + (a.low - q * b.low)
    return fastTwoSum(q, rest / b.high)
  }
}

extension Double {
  /// `a + b` without error.
  @inline(__always)
  static func twoSum(_ a: Double, _ b: Double) -> DoublePair {
    let sum = a + b
    let shadow = sum - a
    let low = (a - (sum - shadow)) + (b - shadow)
    return DoublePair(high: sum, low: low)
  }

  /// `a + b` without error, for `|a| >= |b|` or `a = 0`.
  @inline(__always)
  static func fastTwoSum(_ a: Double, _ b: Double) -> DoublePair {
    let sum = a + b
    let low = b - (sum - a)
    return DoublePair(high: sum, low: low)
  }

  /// `a · b`, to twice the digits, where neither the product nor its error underflows.
  @inline(__always)
  static func twoProduct(_ a: Double, _ b: Double) -> DoublePair {
    let product = a * b
    let aHigh = leadingHalf(a)
    let aLow = a - aHigh
    let bHigh = leadingHalf(b)
    let bLow = b - bHigh
    let low = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow
    return DoublePair(high: product, low: low)
  }

  /// `a · b` of two pairs, to nearly twice the digits.
  @inline(__always)
  static func product(_ a: DoublePair, _ b: DoublePair) -> DoublePair {
    let p = twoProduct(a.high, b.high)
    return fastTwoSum(p.high, p.low + (a.high * b.low + a.low * b.high))
  }

  /// `a / b` of two pairs, to nearly twice the digits.
  @inline(__always)
  static func quotient(_ a: DoublePair, _ b: DoublePair) -> DoublePair {
    let q = a.high / b.high
    let p = twoProduct(q, b.high)
    let rest = ((a.high - p.high) - p.low) + (a.low - q * b.low)
    return fastTwoSum(q, rest / b.high)
  }
}
