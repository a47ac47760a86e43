/// Three consecutive words of the digits of 2/π.
struct Digits<Word: Sendable>: Sendable {
  var first: Word
  var second: Word
  var third: Word
}

typealias FloatDigits = Digits<UInt32>
typealias DoubleDigits = Digits<UInt64>

/// 2/π in binary after 64 zeros: from digit `e` on, the digits of `2^e · 2/π` modulo 2^64.
private let twoOverPiWords: [UInt32] = [
  0x00000000, 0x00000000, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0,
  0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561, 0xb7246e3a, 0x424dd2e0,
  0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484,
  0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b,
  0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7,
  0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea,
  0x6bfb5fb1, 0x1f8d5d08,
]

/// 32 digits from `place`.
private func twoOverPiBits(_ place: Int32) -> UInt32 {
  let word = Int(place &>> 5)
  let shift = UInt32(truncatingIfNeeded: place & 31)
  return (twoOverPiWords[word] &<< shift)
    | ((twoOverPiWords[word &+ 1] &>> 1) &>> (31 &- shift))
}

extension Float {
  /// 96 digits of `2^exponent · 2/π` from weight 2^31 on, for an exponent in `12 ... 127`.
  static func twoOverPiDigits(_: Float, _ exponent: Int32) -> FloatDigits {
    return FloatDigits(
      first: twoOverPiBits(exponent &+ 32), second: twoOverPiBits(exponent &+ 64),
      third: twoOverPiBits(exponent &+ 96))
  }
}

extension Double {
  /// 192 digits of `2^exponent · 2/π` from weight 2^63 on, for an exponent in `0 ... 1023`.
  static func twoOverPiDigits(_: Double, _ exponent: Int32) -> DoubleDigits {
    return DoubleDigits(
      first: longBits(exponent), second: longBits(exponent &+ 64),
      third: longBits(exponent &+ 128))
  }

  private static func longBits(_ place: Int32) -> UInt64 {
    return UInt64(twoOverPiBits(place)) &<< 32 | UInt64(twoOverPiBits(place &+ 32))
  }
}
