import Tensors

/// The numbers that an element type holds.
struct NumberSet {
  /// Bits of a number from its first 1 to its last, where the exponent is no limit.
  let precision: Int
  let least: Double
  let greatest: Double
  /// Every number is a multiple of this power of two.
  let unit: Double
  let isInteger: Bool
  var hasZero = true
  var hasNegativeZero = false
  var hasInfinity = false
  var hasNaN = false

  /// The numbers of a type; `nil` for strings and complex numbers.
  init?(_ dtype: DType) {
    switch dtype.facts {
    case .bool: self.init(bits: 1, isSigned: false)
    case .unsigned(_, let bits): self.init(bits: bits, isSigned: false)
    case .signed(_, let bits): self.init(bits: bits, isSigned: true)
    case .float(_, let format): self.init(format)
    case .complex, .string: return nil
    }
  }

  private init(bits: Int, isSigned: Bool) {
    precision = isSigned ? bits - 1 : bits
    unit = 1
    isInteger = true
    // A bound that Double rounds is 2^64 instead of 2^64 - 1, and no type has numbers between them.
    let end = Double(sign: .plus, exponent: precision, significand: 1)
    least = isSigned ? -end : 0
    greatest = end - 1
  }

  private init(_ format: FloatFormat) {
    precision = format.precision
    least = format.isSigned ? -format.greatest : format.unit
    greatest = format.greatest
    unit = format.unit
    isInteger = false
    (hasZero, hasNegativeZero) = (format.hasZero, format.hasNegativeZero)
    (hasInfinity, hasNaN) = (format.hasInfinity, format.hasNaN)
  }

  /// Whether every number of `other` is among these.
  func includes(_ other: NumberSet) -> Bool {
    least <= other.least && greatest >= other.greatest && unit <= other.unit
      && (isInteger || precision >= other.precision)
      && (hasZero || !other.hasZero) && (hasNegativeZero || !other.hasNegativeZero)
      && (hasInfinity || !other.hasInfinity) && (hasNaN || !other.hasNaN)
  }
}

extension DType {
  /// Whether a cast to `target` keeps every number.
  func castsWithoutLoss(to target: DType) -> Bool {
    if self == target { return true }
    guard let own = NumberSet(self), let others = NumberSet(target) else { return false }
    return target != .bool && others.includes(own)
  }

  /// Whether a cast to `middle` and on to `target` gives what a cast to `target` gives.
  func castsThrough(_ middle: DType, to target: DType) -> Bool {
    guard target != .string, castsWithoutLoss(to: middle) else { return false }
    // Out of an integer's range, integers wrap and floats do not.
    guard target.isInteger, !isFloat, middle.isFloat else { return true }
    return castsWithoutLoss(to: target)
  }
}
