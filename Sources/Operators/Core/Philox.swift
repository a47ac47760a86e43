import Graphs

/// Philox 4×32 with 10 rounds: random words that depend on a key and a position alone.
///
/// - Source: Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3 (SC11).
struct Philox: Sendable {
  let key: UInt64

  init(key: UInt64) { self.key = key }

  /// The key of a node: its own seed where it gives one, else the run's.
  init(seed: Float?, run: UInt64) { key = seed.map { UInt64($0.bitPattern) } ?? run }

  /// Four words.
  func block(_ position: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    var (k0, k1) = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    var (c0, c1) = (
      UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32)
    )
    var (c2, c3) = (0 as UInt32, 0 as UInt32)
    for _ in 0..<10 {
      let a = UInt64(0xd251_1f53) * UInt64(c0)
      let b = UInt64(0xcd9e_8d57) * UInt64(c2)
      c0 = UInt32(b >> 32) ^ c1 ^ k0
      c2 = UInt32(a >> 32) ^ c3 ^ k1
      c1 = UInt32(truncatingIfNeeded: b)
      c3 = UInt32(truncatingIfNeeded: a)
      k0 &+= 0x9e37_79b9
      k1 &+= 0xbb67_ae85
    }
    return (c0, c1, c2, c3)
  }

  /// A number in `0..<1` with 24 random bits for element `index`.
  func float(_ index: Int) -> Float {
    let block = block(UInt64(index / 4))
    let word =
      switch index % 4 {
      case 0: block.0
      case 1: block.1
      case 2: block.2
      default: block.3
      }
    return Float(word >> 8) * 0x1p-24
  }

  /// A number in `0..<1` with 53 random bits for element `index`.
  func double(_ index: Int) -> Double {
    let block = block(UInt64(index / 2))
    let (high, low) = index % 2 == 0 ? (block.0, block.1) : (block.2, block.3)
    return Double(UInt64(high) << 21 | UInt64(low) >> 11) * 0x1p-53
  }

  /// A standard normal number for element `index`: Box and Muller's transform of the two numbers
  /// of the pair that the element belongs to.
  func normal<F: WideFloat>(_ index: Int, _ uniform: (Int) -> F) -> F {
    let pair = index / 2 * 2
    let radius = (-2 * F.log(1 - uniform(pair))).squareRoot()
    let angle = F(6.283185307179586) * uniform(pair + 1)
    return radius * (index % 2 == 0 ? F.cos(angle) : F.sin(angle))
  }

  /// What `Families/Random.glsl` reads.
  var parameters: [Parameter] {
    [
      .uint("key0", Int(truncatingIfNeeded: key & 0xffff_ffff)),
      .uint("key1", Int(truncatingIfNeeded: key >> 32)),
    ]
  }
}
