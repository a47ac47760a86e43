/// FNV-1a over 128 bits: names cache entries; not for adversaries.
struct ContentHash: Hashable, CustomStringConvertible {
  private(set) var value: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
  private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt128(byte)) &* Self.prime }
  }

  init(_ texts: String...) {
    for text in texts {
      add(text.utf8)
      add(CollectionOfOne(0))
    }
  }

  init(words: [UInt32]) {
    words.withUnsafeBytes { add($0) }
  }

  var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}
