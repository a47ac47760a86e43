/// MT19937 as a seed of 32 bits starts it.
///
/// The standard's reference draws a seeded dropout's mask from this generator, and its test data
/// hold those masks.
///
/// - Source: Matsumoto, Nishimura: Mersenne Twister (1998), initialisation of 2002.
struct MersenneTwister: Sendable {
  private(set) var state: [UInt32]
  private var next = 624

  init(seed: UInt32) {
    state = [seed]
    for i in 1..<624 {
      let last = state[i - 1]
      state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(i))
    }
  }

  mutating func word() -> UInt32 {
    if next == 624 {
      for i in 0..<624 {
        let mixed = state[i] & 0x8000_0000 | state[(i + 1) % 624] & 0x7fff_ffff
        state[i] = state[(i + 397) % 624] ^ mixed >> 1 ^ (mixed & 1 == 1 ? 0x9908_b0df : 0)
      }
      next = 0
    }
    var y = state[next]
    next += 1
    y ^= y >> 11
    y ^= y << 7 & 0x9d2c_5680
    y ^= y << 15 & 0xefc6_0000
    return y ^ y >> 18
  }

  /// A number in `0..<1` with 53 random bits.
  mutating func double() -> Double {
    let (high, low) = (word() >> 5, word() >> 6)
    return Double(UInt64(high) << 26 | UInt64(low)) * 0x1p-53
  }
}
