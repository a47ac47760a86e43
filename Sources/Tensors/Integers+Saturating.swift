extension Int64 {
  /// The integer part of `value`; out of range the nearest end, 0 for NaN.
  @inlinable package init(saturating value: Double) {
    guard !value.isNaN else {
      self = 0
      return
    }
    self = value >= 0x1p63 ? .max : value < -0x1p63 ? .min : Int64(value)
  }
}

extension Int {
  /// The integer part of `value`; out of range the nearest end, 0 for NaN.
  @inlinable package init(saturating value: some BinaryFloatingPoint) {
    self = Int(Int64(saturating: Double(value)))
  }
}

extension UInt64 {
  /// The integer part of `value`; out of range the nearest end, 0 for NaN.
  @inlinable package init(saturating value: Double) {
    guard !value.isNaN else {
      self = 0
      return
    }
    self = value >= 0x1p64 ? .max : value <= -1 ? .min : UInt64(value)
  }
}
