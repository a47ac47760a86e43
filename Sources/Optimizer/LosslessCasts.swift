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
    switch dtype {
    case .bool: self.init(bits: 1, isSigned: false)
    case .uint2, .uint4, .uint8, .uint16, .uint32, .uint64:
      self.init(bits: dtype.bitWidth, isSigned: false)
    case .int2, .int4, .int8, .int16, .int32, .int64:
      self.init(bits: dtype.bitWidth, isSigned: true)
    case .double: self.init(precision: 53, greatest: .greatestFiniteMagnitude, unit: 0x1p-1074)
    case .float: self.init(precision: 24, greatest: 0x1.fffffep+127, unit: 0x1p-149)
    case .float16: self.init(precision: 11, greatest: 65504, unit: 0x1p-24)
    case .bfloat16: self.init(precision: 8, greatest: 0x1.fep+127, unit: 0x1p-133)
    case .float8e5m2: self.init(precision: 3, greatest: 57344, unit: 0x1p-16)
    case .float8e4m3fn:
      self.init(precision: 4, greatest: 448, unit: 0x1p-9)
      hasInfinity = false
    case .float8e5m2fnuz:
      self.init(precision: 3, greatest: 57344, unit: 0x1p-17)
      (hasInfinity, hasNegativeZero) = (false, false)
    case .float8e4m3fnuz:
      self.init(precision: 4, greatest: 240, unit: 0x1p-10)
      (hasInfinity, hasNegativeZero) = (false, false)
    case .float4e2m1:
      self.init(precision: 2, greatest: 6, unit: 0.5)
      (hasInfinity, hasNaN) = (false, false)
    case .float6e2m3:
      self.init(precision: 4, greatest: 7.5, unit: 0.125)
      (hasInfinity, hasNaN) = (false, false)
    case .float6e3m2:
      self.init(precision: 3, greatest: 28, unit: 0.0625)
      (hasInfinity, hasNaN) = (false, false)
    case .float8e8m0: self.init(powersOfTwoFrom: 0x1p-127, to: 0x1p+127)
    case .string, .complex64, .complex128: return nil
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

  private init(precision: Int, greatest: Double, unit: Double) {
    self.precision = precision
    least = -greatest
    self.greatest = greatest
    self.unit = unit
    isInteger = false
    (hasNegativeZero, hasInfinity, hasNaN) = (true, true, true)
  }

  private init(powersOfTwoFrom unit: Double, to greatest: Double) {
    precision = 1
    least = unit
    self.greatest = greatest
    self.unit = unit
    isInteger = false
    hasZero = false
    hasNaN = true
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
