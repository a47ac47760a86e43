extension Float {
  /// The upper half of `a · b`.
  @inline(__always)
  static func mulHigh(_ a: UInt32, _ b: UInt32) -> UInt32 {
    return a.multipliedFullWidth(by: b).high
  }

  @inline(__always)
  static func leadingZeros(_ word: UInt32) -> Int32 {
    return Int32(truncatingIfNeeded: word.leadingZeroBitCount)
  }

  /// A word of at most 24 significant bits as a number.
  @inline(__always)
  static func converted(_ word: UInt32) -> Float {
    return Float(word)
  }
}

extension Double {
  /// The upper half of `a · b`.
  @inline(__always)
  static func mulHigh(_ a: UInt64, _ b: UInt64) -> UInt64 {
    return a.multipliedFullWidth(by: b).high
  }

  @inline(__always)
  static func leadingZeros(_ word: UInt64) -> Int32 {
    return Int32(truncatingIfNeeded: word.leadingZeroBitCount)
  }

  /// A word of at most 53 significant bits as a number.
  @inline(__always)
  static func converted(_ word: UInt64) -> Double {
    let high: UInt32 = UInt32(truncatingIfNeeded: word &>> 32)
    let low: UInt32 = UInt32(truncatingIfNeeded: word)
    return Double(high) * 0x1p32 + Double(low)
  }
}
