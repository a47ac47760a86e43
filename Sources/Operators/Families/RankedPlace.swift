import Tensors

/// An element's place and the key by which it is ranked: the least key comes first, of equal keys
/// the first place.
struct RankedPlace: BitwiseCopyable, Sendable {
  var key: UInt64
  var place: Int

  @inline(__always)
  static func < (a: Self, b: Self) -> Bool { a.key < b.key || a.key == b.key && a.place < b.place }
}

/// A number that has a key by which it is ranked.
protocol RankedNumber: BitwiseCopyable, Sendable {
  /// An integer in the numbers' order as ``ElementOrder`` has it: both zeros alike, and every NaN last.
  var rankingKey: UInt64 { get }
}

// Magnitudes grow with their bits: those of negative numbers are turned over, and the sign of others.
// Adding zero makes both zeros one. No branch depends on a sign, which nothing foretells.

extension Float: RankedNumber {
  @inline(__always)
  var rankingKey: UInt64 {
    let bits = (self + 0).bitPattern
    let turned = UInt32(bitPattern: Int32(bitPattern: bits) >> 31) | 1 << 31
    return self == self ? UInt64(bits ^ turned) : .max
  }
}

extension Double: RankedNumber {
  @inline(__always)
  var rankingKey: UInt64 {
    let bits = (self + 0).bitPattern
    let turned = UInt64(bitPattern: Int64(bitPattern: bits) >> 63) | 1 << 63
    return self == self ? bits ^ turned : .max
  }
}

extension Int64: RankedNumber {
  @inline(__always)
  var rankingKey: UInt64 { UInt64(bitPattern: self) ^ 1 << 63 }
}

extension UInt64: RankedNumber {
  @inline(__always)
  var rankingKey: UInt64 { self }
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

extension Buffer where Element: RankedNumber {
  /// All places, in their order.
  var rankedPlaces: [RankedPlace] {
    var ranked = [RankedPlace](unsafeUninitializedCapacity: count) { places, made in
      for place in 0..<count {
        places[place] = RankedPlace(key: base[place].rankingKey, place: place)
      }
      made = count
    }
    ranked.sortByKey()
    return ranked
  }

  /// The first `taken` of the places 0 ..< `extent`, whose numbers lie `step` apart from `start` on, in
  /// their order, or in the order of falling keys.
  ///
  /// Few of many are kept in a list of twice as many, which is cut to the first when it is full, so
  /// that most numbers are only compared with the last that was left.
  ///
  /// - Precondition: the places lie inside.
  func firstPlaces(
    _ taken: Int, of extent: Int, from start: Int, step: Int, inverted: Bool
  ) -> [RankedPlace] {
    guard taken > 0 else { return [] }
    let mask: UInt64 = inverted ? .max : 0
    let capacity = taken > extent / 4 ? extent : Swift.max(2 * taken, 64)
    var kept: [RankedPlace] = []
    kept.reserveCapacity(capacity)
    var (bound, isFull) = (UInt64.max, false)
    withPointer { x in
      for place in 0..<extent {
        let key = x[start + place * step].rankingKey ^ mask
        if key >= bound, isFull { continue }
        if kept.count == capacity {
          kept.sortByKey()
          kept.removeSubrange(taken...)
          (bound, isFull) = (kept[taken - 1].key, true)
          if key >= bound { continue }
        }
        kept.append(RankedPlace(key: key, place: place))
      }
    }
    kept.sortByKey()
    kept.removeSubrange(Swift.min(taken, kept.count)...)
    return kept
  }
}
