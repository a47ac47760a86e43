/// How a float of at most 8 bits is laid out. Source: ONNX, "Float stored in 8 bits" and
/// "Float stored in 4 bits"; OCP Microscaling Formats 1.0.
package struct MiniFloatFormat: Sendable {
  package enum Specials: Sendable {
    /// The largest exponent holds infinities and NaNs.
    case ieee
    /// NaN is all ones; there is no infinity.
    case finite(nan: UInt8)
    /// NaN is what would be negative zero; there is no infinity and no negative zero.
    case unsignedZero
    /// Neither NaN nor infinity.
    case none
  }

  package let exponentBits: Int
  package let mantissaBits: Int
  package let bias: Int
  package let specials: Specials

  static let e4m3fn = Self(
    exponentBits: 4, mantissaBits: 3, bias: 7, specials: .finite(nan: 0x7f))
  static let e4m3fnuz = Self(exponentBits: 4, mantissaBits: 3, bias: 8, specials: .unsignedZero)
  static let e5m2 = Self(exponentBits: 5, mantissaBits: 2, bias: 15, specials: .ieee)
  static let e5m2fnuz = Self(exponentBits: 5, mantissaBits: 2, bias: 16, specials: .unsignedZero)
  static let e2m3 = Self(exponentBits: 2, mantissaBits: 3, bias: 1, specials: .none)
  static let e3m2 = Self(exponentBits: 3, mantissaBits: 2, bias: 3, specials: .none)
  static let e2m1 = Self(exponentBits: 2, mantissaBits: 1, bias: 1, specials: .none)

  private var signBit: UInt8 { 1 << UInt8(exponentBits + mantissaBits) }
  private var nan: UInt8? {
    switch specials {
    case .ieee: UInt8((1 << exponentBits) - 1) << UInt8(mantissaBits) | 1 << UInt8(mantissaBits - 1)
    case .finite(let nan): nan
    case .unsignedZero: signBit
    // ml_dtypes and the suite encode NaN as negative zero; the standard leaves it open.
    case .none: signBit
    }
  }
  private var infinity: UInt8? {
    if case .ieee = specials { UInt8((1 << exponentBits) - 1) << UInt8(mantissaBits) } else { nil }
  }
  private var largestCode: UInt8 {
    switch specials {
    case .ieee: UInt8((1 << exponentBits) - 1) << UInt8(mantissaBits) - 1
    case .finite(let nan): nan - 1
    case .unsignedZero, .none: signBit - 1
    }
  }

  /// What a number that is too large becomes where it does not saturate.
  private func overflow(_ sign: UInt8) -> UInt8 {
    switch specials {
    case .ieee: sign | (infinity ?? largestCode)
    case .finite(let nan): sign | nan
    case .unsignedZero: signBit
    case .none: sign | largestCode
    }
  }

  /// The number that `code` stands for.
  func decode(_ code: UInt8) -> Double {
    let negative = code & signBit != 0
    let magnitude = code & (signBit - 1)
    switch specials {
    case .unsignedZero where code == signBit: return .nan
    case .finite(let nan) where magnitude == nan: return .nan
    case .ieee where magnitude > infinity ?? .max: return .nan
    case .ieee where magnitude == infinity: return negative ? -.infinity : .infinity
    default: break
    }
    let exponent = Int(magnitude >> UInt8(mantissaBits))
    let fraction = Double(magnitude & ((1 << UInt8(mantissaBits)) - 1))
    let scale = Double(
      sign: .plus, exponent: max(exponent, 1) - bias - mantissaBits, significand: 1)
    let value = (exponent == 0 ? fraction : fraction + Double(1 << mantissaBits)) * scale
    return negative ? -value : value
  }

  /// The code nearest to `value`, ties to even.
  ///
  /// - Parameter saturates: whether what is too large becomes the largest finite number instead of
  ///   an infinity or a NaN. A format with neither always saturates.
  package func encode(_ value: Double, saturates: Bool) -> UInt8 {
    guard !value.isNaN else { return nan ?? largestCode }
    let sign: UInt8 = value.sign == .minus ? signBit : 0
    let magnitude = value.magnitude
    let overflow = saturates ? sign | largestCode : self.overflow(sign)
    guard magnitude.isFinite else { return overflow }
    var exponent = magnitude == 0 ? 1 - bias : max(Int(magnitude.exponent), 1 - bias)
    let step = Double(sign: .plus, exponent: exponent - mantissaBits, significand: 1)
    var steps = (magnitude / step).rounded(.toNearestOrEven)
    if steps == Double(2 << mantissaBits) {
      steps /= 2
      exponent += 1
    }
    guard steps != 0 else {
      if case .unsignedZero = specials { return 0 }
      return sign
    }
    let hidden = Double(1 << mantissaBits)
    let code = steps < hidden ? Int(steps) : (exponent + bias) << mantissaBits + Int(steps - hidden)
    return code > Int(largestCode) ? overflow : sign | UInt8(code)
  }
}

/// A float of at most 8 bits, stored one a byte.
package protocol MiniFloat: FloatElement where Wide == Float {
  static var format: MiniFloatFormat { get }
  static var decoded: [Float] { get }
  var bits: UInt8 { get }
  init(bits: UInt8)
}

extension MiniFloat {
  package var wide: Float { Self.decoded[Int(bits)] }
  package var double: Double { Double(wide) }
  package init(narrowing wide: Float) { self.init(rounding: Double(wide)) }
  package init(rounding value: Double) {
    self.init(bits: Self.format.encode(value, saturates: true))
  }
  static func table() -> [Float] { (0...255).map { Float(format.decode(UInt8($0))) } }
}

package struct Float8E4M3FN: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e4m3fn }
  package static let format = MiniFloatFormat.e4m3fn
  package static let decoded = table()
}
package struct Float8E4M3FNUZ: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e4m3fnuz }
  package static let format = MiniFloatFormat.e4m3fnuz
  package static let decoded = table()
}
package struct Float8E5M2: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e5m2 }
  package static let format = MiniFloatFormat.e5m2
  package static let decoded = table()
}
package struct Float8E5M2FNUZ: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e5m2fnuz }
  package static let format = MiniFloatFormat.e5m2fnuz
  package static let decoded = table()
}
package struct Float4E2M1: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits & 15 }
  package static var dtype: DType { .float4e2m1 }
  package static let format = MiniFloatFormat.e2m1
  package static let decoded = (0...255).map { Float(format.decode(UInt8($0) & 15)) }
}
package struct Float6E2M3: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits & 63 }
  package static var dtype: DType { .float6e2m3 }
  package static let format = MiniFloatFormat.e2m3
  package static let decoded = (0...255).map { Float(format.decode(UInt8($0) & 63)) }
}
package struct Float6E3M2: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits & 63 }
  package static var dtype: DType { .float6e3m2 }
  package static let format = MiniFloatFormat.e3m2
  package static let decoded = (0...255).map { Float(format.decode(UInt8($0) & 63)) }
}
