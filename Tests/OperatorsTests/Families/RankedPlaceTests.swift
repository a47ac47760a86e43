import Tensors
import Testing

@testable import Operators

@Suite("Ranking by keys") struct RankedPlaceTests {
  @Test("keys order numbers as they are, zeros alike and every NaN last")
  func keys() {
    let ascending: [Float] = [
      -.infinity, -3, -.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 2, .infinity, .nan,
    ]
    for (a, b) in zip(ascending, ascending.dropFirst()) {
      #expect(a.rankingKey < b.rankingKey, "\(a), \(b)")
      #expect(Double(a).rankingKey < Double(b).rankingKey, "\(a), \(b)")
    }
    #expect((-0.0 as Float).rankingKey == (0 as Float).rankingKey)
    #expect((-0.0 as Double).rankingKey == (0 as Double).rankingKey)
    #expect((-Float.nan).rankingKey == Float.nan.rankingKey)
    #expect([Int64.min, -1, 0, .max].map(\.rankingKey) == [0, (1 << 63) - 1, 1 << 63, .max])
  }

  /// Keys of few values, so that many are equal, from a linear congruence.
  private static func drawn(_ count: Int, below bound: UInt64) -> Buffer<UInt64> {
    var state: UInt64 = 7
    return Buffer(
      (0..<count).map { _ -> UInt64 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 20 % bound
      })
  }

  @Test(
    "places are sorted by key, equal ones by where they are",
    arguments: [0, 1, 255, 256, 1000], [2, 1000, 1 << 40] as [UInt64])
  func sorts(count: Int, bound: UInt64) {
    let keys = Self.drawn(count, below: bound)
    var ranked = (0..<count).map { RankedPlace(key: keys[$0], place: $0) }
    ranked.sortByKey()
    let expected = (0..<count).sorted {
      keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1]
    }
    #expect(ranked.map(\.place) == expected)
    #expect(ranked.map(\.key) == expected.map { keys[$0] })
  }

  @Test(
    "the first of many are those of the whole order",
    arguments: [1, 2, 50, 300, 1000], [3, 1 << 40] as [UInt64])
  func first(taken: Int, bound: UInt64) {
    let keys = Self.drawn(3000, below: bound)
    for inverted in [false, true] {
      // Every third key, from the second on.
      let expected = (0..<1000).sorted {
        let (a, b) = (keys[1 + 3 * $0], keys[1 + 3 * $1])
        return a == b ? $0 < $1 : (a < b) != inverted
      }
      let found = keys.firstPlaces(taken, of: 1000, from: 1, step: 3, inverted: inverted)
      #expect(found.map(\.place) == Array(expected.prefix(taken)), "\(inverted)")
    }
    #expect(keys.firstPlaces(0, of: 1000, from: 1, step: 3, inverted: false).isEmpty)
  }
}
