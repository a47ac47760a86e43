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

extension Float {
  /// 32 digits from `place`.
  static func twoOverPiBits(_ place: Int32) -> UInt32 {
    let word: Int32 = place &>> 5
    let shift: UInt32 = UInt32(truncatingIfNeeded: place & 31)
    let next: UInt32 = twoOverPiWords[Int(word &+ 1)]
    return (twoOverPiWords[Int(word)] &<< shift) | ((next &>> 1) &>> (31 &- shift))
  }
}

extension Double {
  /// 64 digits from `place`.
  static func twoOverPiLongBits(_ place: Int32) -> UInt64 {
    let high: UInt64 = UInt64(truncatingIfNeeded: Float.twoOverPiBits(place))
    let low: UInt64 = UInt64(truncatingIfNeeded: Float.twoOverPiBits(place &+ 32))
    return (high &<< 32) | low
  }
}
