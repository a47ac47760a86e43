import Tensors

/// An element's place and the key by which it is ranked: the least key comes first, of equal keys
/// the first place.
struct RankedPlace: BitwiseCopyable, Sendable {
  var key: UInt64
  var place: Int

  @inline(__always)
  static func < (a: Self, b: Self) -> Bool { a.key < b.key || a.key == b.key && a.place < b.place }
}

extension Tensor {
  /// Integers in the elements' order as ``ElementOrder`` has it, equal where elements are; `nil` for
  /// strings and complex numbers.
  var rankingKeys: Buffer<UInt64>? {
    if case .bool(let x) = elements { return x.mapped { $0 ? 1 : 0 } }
    return switch widened(.native) {
    case .float(let x): x.mapped { $0.rankingKey }
    case .double(let x): x.mapped { $0.rankingKey }
    case .int(let x): x.mapped { UInt64(bitPattern: $0) ^ 1 << 63 }
    case .uint(let x): x
    case nil: nil
    }
  }
}

// Magnitudes grow with their bits; negative numbers have all of theirs turned over.

extension Float {
  /// An integer that orders numbers as they are, both zeros alike, and every NaN last.
  @inline(__always)
  var rankingKey: UInt64 {
    if self != self { return .max }
    let bits = UInt64(self == 0 ? 0 : bitPattern)
    return self < 0 ? ~bits & 0xffff_ffff : bits | 1 << 31
  }
}

extension Double {
  /// An integer that orders numbers as they are, both zeros alike, and every NaN last.
  @inline(__always)
  var rankingKey: UInt64 {
    if self != self { return .max }
    let bits = self == 0 ? 0 : bitPattern
    return self < 0 ? ~bits : bits | 1 << 63
  }
}

extension [RankedPlace] {
  /// Below this, comparing takes less time than counting digits.
  private static var fewest: Int { 256 }

  /// Sorts places of which those with equal keys ascend: by the digits of the keys, the lowest
  /// first, but for those in which all keys agree.
  mutating func sortByKey() {
    guard count >= Self.fewest else { return sort(by: <) }
    var (ones, zeros) = (UInt64.max, UInt64.max)
    for item in self {
      ones &= item.key
      zeros &= ~item.key
    }
    let varying = ~(ones | zeros)
    var spare = self
    for shift in stride(from: 0, to: 64, by: 8) where varying >> UInt64(shift) & 0xff != 0 {
      distribute(by: UInt64(shift), into: &spare)
      swap(&self, &spare)
    }
  }

  /// A stable distribution by the eight bits from `shift` on.
  private func distribute(by shift: UInt64, into target: inout Self) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { next in
      next.initialize(repeating: 0)
      for item in self { next[Int(truncatingIfNeeded: item.key >> shift & 0xff)] += 1 }
      var start = 0
      for digit in 0..<256 { (start, next[digit]) = (start + next[digit], start) }
      target.withUnsafeMutableBufferPointer { target in
        for item in self {
          let digit = Int(truncatingIfNeeded: item.key >> shift & 0xff)
          target[next[digit]] = item
          next[digit] += 1
        }
      }
    }
  }
}

extension Buffer<UInt64> {
  /// The first `taken` of the places 0 ..< `extent`, whose keys lie `step` apart from `start` on, in
  /// their order.
  ///
  /// Few of many are kept in a list of twice as many, which is cut to the first when it is full, so
  /// that most elements are only compared with the last that was left.
  func firstPlaces(
    _ taken: Int, of extent: Int, from start: Int, step: Int, inverted: Bool
  ) -> [RankedPlace] {
    guard taken > 0 else { return [] }
    let mask: UInt64 = inverted ? .max : 0
    let capacity = taken > extent / 4 ? extent : Swift.max(2 * taken, 64)
    var kept: [RankedPlace] = []
    kept.reserveCapacity(capacity)
    var bound: UInt64?
    for place in 0..<extent {
      let key = self[start + place * step] ^ mask
      if let bound, key >= bound { continue }
      if kept.count == capacity {
        kept.sortByKey()
        kept.removeSubrange(taken...)
        bound = kept[taken - 1].key
        if key >= kept[taken - 1].key { continue }
      }
      kept.append(RankedPlace(key: key, place: place))
    }
    kept.sortByKey()
    kept.removeSubrange(Swift.min(taken, kept.count)...)
    return kept
  }
}
