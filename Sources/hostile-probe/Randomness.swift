/// Numbers of a seed: the same in every run and on every machine.
///
/// - Source: SplitMix64, https://prng.di.unimi.it/splitmix64.c
struct Randomness: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameter name: what tells one subject's numbers from another's.
  init(_ name: String) {
    state = name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
  mutating func happens(_ percent: Int) -> Bool { below(100) < percent }
  mutating func one<T>(of all: [T]) -> T { all[below(all.count)] }
}
