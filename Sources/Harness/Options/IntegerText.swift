package import Tensors

/// Whole numbers that the command line gives for a tensor of integers.
package enum IntegerText {
  /// The number that `word` stands for, in digits (`-5`, `1e3`) or as a truth value.
  ///
  /// `nil` for what is no whole number or does not fit the type: nothing is rounded or cut off.
  package static func value(_ word: some StringProtocol, as dtype: DType) -> Int128? {
    let number: Int128? =
      switch word {
      case "true": 1
      case "false": 0
      default: Int128(word) ?? Double(word).flatMap { Int128(exactly: $0) }
      }
    return number.flatMap { range(of: dtype).contains($0) ? $0 : nil }
  }

  private static func range(of dtype: DType) -> ClosedRange<Int128> {
    let bits = Int128(1) << (dtype.isSignedInteger ? dtype.bitWidth - 1 : dtype.bitWidth)
    return dtype.isSignedInteger ? -bits...(bits - 1) : 0...(bits - 1)
  }
}
