/// A 16-bit float with `Float`'s exponent range.
@frozen
package struct BFloat16: FloatElement {
  package var bits: UInt16

  @inlinable package init(bits: UInt16) { self.bits = bits }

  package static var dtype: DType { .bfloat16 }
  package static func wrap(_ values: Buffer<Self>) -> Elements { .bfloat16(values) }

  @inlinable package var wide: Float { Float(bitPattern: UInt32(bits) << 16) }

  @inlinable package init(narrowing wide: Float) {
    let pattern = wide.bitPattern
    guard !wide.isNaN else {
      bits = UInt16(truncatingIfNeeded: pattern >> 16) & 0x8000 | 0x7fc0
      return
    }
    let roundToEven = 0x7fff &+ (pattern >> 16 & 1)
    bits = UInt16(truncatingIfNeeded: (pattern &+ roundToEven) >> 16)
  }

  @inlinable package var double: Double { Double(wide) }

  package init(rounding value: Double) { self.init(narrowing: Float(roundingToOdd: value)) }
}

extension Float {
  /// The nearest float, or of the two around `value` the one with an odd significand: a second
  /// rounding to fewer bits is then the same as one rounding of `value`.
  ///
  /// Source: Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008.
  package init(roundingToOdd value: Double) {
    let nearest = Float(value)
    guard Double(nearest) != value, nearest.isFinite else {
      self =
        nearest.isInfinite && value.isFinite
        ? Float(sign: value.sign, exponent: 0, significand: .greatestFiniteMagnitude) : nearest
      return
    }
    if nearest.bitPattern & 1 == 1 {
      self = nearest
    } else {
      self = Double(nearest) < value ? nearest.nextUp : nearest.nextDown
    }
  }
}
