/// Numbers of a seed: the same in every run and on every machine.
///
/// - Source: SplitMix64, https://prng.di.unimi.it/splitmix64.c
package struct Randomness: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameter name: what tells one subject's numbers from another's.
  package init(_ name: String) { state = Self.hash(name) }

  /// - Source: the 64-bit FNV-1a hash, draft-eastlake-fnv.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
  /// From 0 up to 1, in steps of 2^-53.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// About the normal distribution: the sum of twelve of these, less 6, so that no function decides
  /// the bits.
  package mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }

  package mutating func happens(_ percent: Int) -> Bool { below(100) < percent }
  package mutating func one<T>(of all: [T]) -> T { all[below(all.count)] }
}
