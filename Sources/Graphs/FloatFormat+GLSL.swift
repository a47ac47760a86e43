package import Tensors

/// The functions of `Prelude/Types.glsl` that convert floats of at most 8 bits.
extension FloatFormat {
  /// The expression whose value is the float that `code` stands for.
  package func decoding(of code: String) -> String {
    guard let specials = specialsName else { return "decodeE8M0(uint(\(code)))" }
    return "decodeSmallFloat(uint(\(code)), \(fields), \(specials))"
  }

  /// The expression whose value is the code nearest to the float `value`.
  ///
  /// - Parameter direction: how a power of two rounds, as `encodeE8M0` numbers it.
  package func encoding(of value: String, direction: String = "0u", saturates: Bool) -> String {
    guard let specials = specialsName else {
      return "uint8_t(encodeE8M0(\(value), \(direction), \(saturates)))"
    }
    return "uint8_t(encodeSmallFloat(\(value), \(fields), \(specials), \(saturates)))"
  }

  private var fields: String { "\(exponentBits)u, \(mantissaBits)u, \(bias)u" }

  /// `nil` for powers of two, which have functions of their own.
  private var specialsName: String? {
    switch specials {
    case .ieee: "SPECIALS_IEEE"
    case .finite: "SPECIALS_FINITE"
    case .unsignedZero: "SPECIALS_UNSIGNED_ZERO"
    case .none: "SPECIALS_NONE"
    case .powersOfTwo: nil
    }
  }
}
