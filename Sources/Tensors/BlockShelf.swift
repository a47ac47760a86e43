/// Blocks that no buffer has, least first, and the sum of those that buffers have.
struct BlockShelf {
  struct Address {
    // A number is Sendable where a pointer is not.
    let bits: UInt
    let byteCount: Int

    var base: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: bits) }
  }

  private let byteLimit: Int
  private(set) var waiting: [Address] = []
  /// When each of `waiting` came back.
  private var returns: [Int] = []
  private var waitingByteCount = 0
  private var takenByteCount = 0
  private var takenCount = 0
  private var peakByteCount = 0
  /// Counts what is taken and given back.
  private(set) var time = 0

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  var byteCount: Int { waitingByteCount + takenByteCount }
  var count: Int { waiting.count + takenCount }

  /// The least block that is large enough; `nil` where none waits: then the caller makes one.
  mutating func take(byteCount: Int) -> Address? {
    time += 1
    let index = waiting.firstIndex { $0.byteCount >= byteCount }
    let found = index.map { remove(at: $0) }
    takenCount += 1
    takenByteCount += found?.byteCount ?? byteCount
    peakByteCount = max(peakByteCount, takenByteCount)
    if found == nil { free(downTo: min(byteLimit, 2 * peakByteCount) - takenByteCount) }
    return found
  }

  mutating func giveBack(_ address: Address) {
    time += 1
    takenCount -= 1
    takenByteCount -= address.byteCount
    let index = waiting.firstIndex { $0.byteCount >= address.byteCount } ?? waiting.count
    waiting.insert(address, at: index)
    returns.insert(time, at: index)
    waitingByteCount += address.byteCount
  }

  mutating func free(unusedSince start: Int) {
    for index in waiting.indices.reversed() where returns[index] <= start {
      remove(at: index).base?.deallocate()
    }
  }

  /// Frees waiting blocks, the longest unused first, until they have at most `limit` bytes.
  mutating func free(downTo limit: Int) {
    while waitingByteCount > max(limit, 0),
      let oldest = returns.indices.min(by: { returns[$0] < returns[$1] })
    {
      remove(at: oldest).base?.deallocate()
    }
  }

  private mutating func remove(at index: Int) -> Address {
    returns.remove(at: index)
    let address = waiting.remove(at: index)
    waitingByteCount -= address.byteCount
    return address
  }
}
