/// How a binary float is laid out. Source: IEEE 754; ONNX, "Float stored in 8 bits" and "Float stored
/// in 4 bits"; OCP Microscaling Formats 1.0.
package struct FloatFormat: Sendable, Equatable {
  package enum Specials: Sendable {
    /// The largest exponent holds infinities and NaNs.
    case ieee
    /// NaN is all ones; there is no infinity.
    case finite
    /// NaN is what would be negative zero; there is no infinity and no negative zero.
    case unsignedZero
    /// Neither NaN nor infinity.
    case none
    /// An exponent alone: no sign, no zero and no infinity; NaN is all ones.
    case powersOfTwo
  }

  package let exponentBits: Int
  package let mantissaBits: Int
  package let bias: Int
  package let specials: Specials

  init(exponent exponentBits: Int, mantissa mantissaBits: Int, bias: Int, _ specials: Specials) {
    self.exponentBits = exponentBits
    self.mantissaBits = mantissaBits
    self.bias = bias
    self.specials = specials
  }

  package var isSigned: Bool { specials != .powersOfTwo }
  package var bitWidth: Int { (isSigned ? 1 : 0) + exponentBits + mantissaBits }
  package var mantissaMask: UInt64 { 1 << UInt64(mantissaBits) - 1 }
  package var exponentMask: UInt64 { (1 << UInt64(exponentBits) - 1) << UInt64(mantissaBits) }
  /// The code of infinity; `nil` without one.
  package var infinity: UInt64? { specials == .ieee ? exponentMask : nil }
}

/// The numbers of a format.
extension FloatFormat {
  /// Bits of a number from its first 1 to its last, where the exponent is no limit.
  package var precision: Int { mantissaBits + 1 }
  /// From 1 to the next number.
  package var epsilon: Double { Double(sign: .plus, exponent: -mantissaBits, significand: 1) }

  package var hasZero: Bool { specials != .powersOfTwo }
  package var hasNegativeZero: Bool { isSigned && specials != .unsignedZero }
  package var hasInfinity: Bool { specials == .ieee }
  package var hasNaN: Bool { specials != .none }

  /// The largest finite number.
  package var greatest: Double {
    let codes = 1 << exponentBits
    let (exponent, missing): (Int, Int) =
      switch specials {
      case .ieee, .powersOfTwo: (codes - 2, 1)
      case .finite: (codes - 1, 2)
      case .unsignedZero, .none: (codes - 1, 1)
      }
    let significand = 2 - Double(missing) * epsilon
    return Double(sign: .plus, exponent: exponent - bias, significand: significand)
  }

  /// The least positive number, of which every number is a multiple.
  package var unit: Double {
    Double(sign: .plus, exponent: (hasZero ? 1 : 0) - bias - mantissaBits, significand: 1)
  }
}
