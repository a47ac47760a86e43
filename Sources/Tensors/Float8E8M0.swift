/// A power of two: `2^(bits - 127)`; 255 is NaN. Neither sign nor zero.
/// Source: OCP Microscaling Formats 1.0, section 5.4.1.
package struct Float8E8M0: FloatElement {
  package let bits: UInt8
  package init(bits: UInt8) { self.bits = bits }
  package static var dtype: DType { .float8e8m0 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .float8e8m0(values) }

  package var wide: Float { Float(double) }
  package var double: Double {
    bits == 255 ? .nan : Double(sign: .plus, exponent: Int(bits) - 127, significand: 1)
  }
  package init(narrowing wide: Float) { self.init(rounding: Double(wide)) }

  package init(rounding value: Double) { self.init(rounding: value, saturates: true) }
  package init(rounding value: Double, saturates: Bool) {
    self.init(value, direction: .toNearestOrAwayFromZero, saturates: saturates)
  }

  /// Rounds the magnitude to a power of two.
  ///
  /// - Parameters:
  ///   - direction: `.up`, `.down`, or nearest with ties to the larger power.
  ///   - saturates: whether what is out of range, zero among it, becomes the nearest end instead of
  ///     NaN: the table of ONNX's Cast, opset 25.
  package init(_ value: Double, direction: FloatingPointRoundingRule, saturates: Bool) {
    guard !value.isNaN else {
      bits = 255
      return
    }
    guard value.isFinite, value > 0 else {
      let overflow: UInt8 = saturates ? 254 : 255
      bits = value == 0 ? (saturates ? 0 : 255) : value > 0 ? overflow : 255
      return
    }
    guard saturates || value >= 0x1p-127 else {
      bits = 255
      return
    }
    let significand = value.significand
    let carries: Bool
    switch direction {
    case .up, .awayFromZero: carries = significand > 1
    case .down, .towardZero: carries = false
    default: carries = significand >= 1.5
    }
    let code = Int(value.exponent) + 127 + (carries ? 1 : 0)
    bits = code > 254 ? (saturates ? 254 : 255) : UInt8(max(code, 0))
  }
}
