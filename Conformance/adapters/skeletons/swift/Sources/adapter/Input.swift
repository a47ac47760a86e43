import Foundation

/// Standard input: lines, and the bytes that follow some of them.
struct Input {
  private var pending = Data()

  /// The next line without its end; `nil` where there is none.
  mutating func line() -> Data? {
    var searched = 0
    while true {
      if let end = pending.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) {
        defer { pending = Data(pending[(end + 1)...]) }
        return pending[..<end]
      }
      searched = pending.count
      guard fill() else { return nil }
    }
  }

  /// So many bytes; `nil` where fewer come.
  mutating func bytes(_ count: Int) -> Data? {
    while pending.count < count { guard fill() else { return nil } }
    defer { pending = Data(pending.dropFirst(count)) }
    return Data(pending.prefix(count))
  }

  private mutating func fill() -> Bool {
    let found = FileHandle.standardInput.availableData
    pending += found
    return !found.isEmpty
  }
}
