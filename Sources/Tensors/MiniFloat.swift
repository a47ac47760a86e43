/// Codes of floats of at most 8 bits with a sign.
extension FloatFormat {
  private var signBit: UInt8 { 1 << UInt8(exponentBits + mantissaBits) }
  private var nan: UInt8 {
    switch specials {
    case .ieee: UInt8(exponentMask) | 1 << UInt8(mantissaBits - 1)
    case .finite, .powersOfTwo: signBit - 1
    case .unsignedZero: signBit
    // ml_dtypes and the suite encode NaN as negative zero; the standard leaves it open.
    case .none: signBit
    }
  }
  private var largestCode: UInt8 {
    switch specials {
    case .ieee: UInt8(exponentMask) - 1
    case .finite, .powersOfTwo: signBit - 2
    case .unsignedZero, .none: signBit - 1
    }
  }

  /// What a number that is too large becomes where it does not saturate.
  private func overflow(_ sign: UInt8) -> UInt8 {
    switch specials {
    case .ieee: sign | UInt8(exponentMask)
    case .finite, .powersOfTwo: sign | nan
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
    case .finite where magnitude == nan: return .nan
    case .ieee where magnitude > UInt8(exponentMask): return .nan
    case .ieee where magnitude == UInt8(exponentMask): return negative ? -.infinity : .infinity
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
    guard !value.isNaN else { return nan }
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
    guard steps != 0 else { return specials == .unsignedZero ? 0 : sign }
    let hidden = Double(1 << mantissaBits)
    let code = steps < hidden ? Int(steps) : (exponent + bias) << mantissaBits + Int(steps - hidden)
    return code > Int(largestCode) ? overflow : sign | UInt8(code)
  }
}

/// A float of at most 8 bits, stored one a byte.
package protocol MiniFloat: FloatElement where Wide == Float {
  static var format: FloatFormat { get }
  static var decoded: [Float] { get }
  var bits: UInt8 { get }
  init(bits: UInt8)
}

extension MiniFloat {
  package var wide: Float { Self.decoded[Int(bits)] }
  package var double: Double { Double(wide) }
  package init(narrowing wide: Float) { self.init(rounding: Double(wide)) }
  package init(rounding value: Double) { self.init(rounding: value, saturates: true) }
  package init(rounding value: Double, saturates: Bool) {
    self.init(bits: Self.format.encode(value, saturates: saturates))
  }
  static func table() -> [Float] { (0...255).map { Float(format.decode(UInt8($0))) } }
}

package struct Float8E4M3FN: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e4m3fn }
  package static let format = FloatFormat(of: dtype)
  package static let decoded = table()
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float8e4m3fn(values) }
}
package struct Float8E4M3FNUZ: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e4m3fnuz }
  package static let format = FloatFormat(of: dtype)
  package static let decoded = table()
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float8e4m3fnuz(values) }
}
package struct Float8E5M2: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e5m2 }
  package static let format = FloatFormat(of: dtype)
  package static let decoded = table()
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float8e5m2(values) }
}
package struct Float8E5M2FNUZ: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e5m2fnuz }
  package static let format = FloatFormat(of: dtype)
  package static let decoded = table()
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float8e5m2fnuz(values) }
}
package struct Float4E2M1: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits & 15 }
  package static var dtype: DType { .float4e2m1 }
  package static let format = FloatFormat(of: dtype)
  package static let decoded = table()
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float4e2m1(values) }
}
package struct Float6E2M3: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits & 63 }
  package static var dtype: DType { .float6e2m3 }
  package static let format = FloatFormat(of: dtype)
  package static let decoded = table()
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float6e2m3(values) }
}
package struct Float6E3M2: MiniFloat {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits & 63 }
  package static var dtype: DType { .float6e3m2 }
  package static let format = FloatFormat(of: dtype)
  package static let decoded = table()
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float6e3m2(values) }
}
