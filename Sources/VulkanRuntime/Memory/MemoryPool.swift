import Runtimes

/// Memory that grows by blocks and is given out in aligned ranges.
final class MemoryPool {
  private let device: VulkanDevice
  /// The memory that it gives out.
  let use: MemoryUse
  private let checks: VulkanOptions.DebugChecks
  private let account: MemoryAccount
  /// `nil` where a block was given back to the device.
  private var blocks: [Block?] = []
  private var free: [FreeList] = []
  /// Whether memory that was given back serves again as late as it can: what uses it next waits for
  /// what used it last.
  var reusesLate = false
  /// Ranges that were given back and are not free yet, the oldest first.
  private var resting: [(block: Int, range: Range<Int>)] = []
  private(set) var usedBytes = 0
  private(set) var peakBytes = 0

  /// Enough for every descriptor type on every device that Vulkan allows.
  static let alignment = 256
  private static let firstBlock = 16 << 20
  private static let largestBlock = 1 << 30

  /// What poisoned memory holds: a NaN in most float types.
  static let poison: UInt8 = 0xcd
  private static let canaryBytes = 256

  init(
    _ device: VulkanDevice, _ account: MemoryAccount, for use: MemoryUse,
    checks: VulkanOptions.DebugChecks = []
  ) {
    self.device = device
    self.account = account
    self.use = use
    self.checks = checks
  }

  private var poisons: Bool { !checks.isDisjoint(with: [.poison, .canaries]) }

  /// Overwrites all memory that the host sees, where a debug check asks for it.
  func poisonAll() {
    guard poisons else { return }
    for block in blocks { block?.fill(Self.poison) }
  }

  var blockBytes: Int { blocks.reduce(0) { $0 + ($1?.byteCount ?? 0) } }

  /// Gives blocks that hold nothing back to the device.
  func trim() {
    wake(resting.count)
    for (index, block) in blocks.enumerated() {
      guard let block, free[index].ranges == [0..<block.byteCount] else { continue }
      blocks[index] = nil
      free[index] = FreeList(byteCount: 0)
    }
  }

  func resetPeak() { peakBytes = usedBytes }

  /// A range of at least `byteCount` bytes that lives as long as the allocation does.
  func allocate(_ byteCount: Int) throws(RuntimeError) -> Allocation {
    let size = Self.padded(byteCount) + (checks.contains(.canaries) ? Self.canaryBytes : 0)
    try account.take(size)
    do throws(RuntimeError) { return try place(size, used: byteCount) } catch {
      account.give(size)
      throw error
    }
  }

  /// Like ``allocate(_:)``, or `nil` where there is too little memory.
  func allocateIfRoom(_ byteCount: Int) throws(RuntimeError) -> Allocation? {
    do throws(RuntimeError) { return try allocate(byteCount) } catch {
      guard case .outOfMemory = error else { throw error }
      return nil
    }
  }

  private func place(_ size: Int, used byteCount: Int) throws(RuntimeError) -> Allocation {
    while true {
      let candidates = free.indices.compactMap { index in
        free[index].bestFit(size).map { (fit: $0, index: index) }
      }
      if let best = candidates.min(by: { $0.fit < $1.fit }),
        let offset = free[best.index].take(size)
      {
        return try take(best.index, offset: offset, byteCount: size, used: byteCount)
      }
      guard !resting.isEmpty else { break }
      wake(1)
    }
    try grow(toHold: size)
    guard let offset = free[blocks.count - 1].take(size) else {
      throw .outOfMemory("A new block does not hold \(size) bytes.")
    }
    return try take(blocks.count - 1, offset: offset, byteCount: size, used: byteCount)
  }

  private func take(
    _ index: Int, offset: Int, byteCount: Int, used: Int
  ) throws(RuntimeError) -> Allocation {
    guard let block = blocks[index] else { throw .outOfMemory("A block is gone from its pool.") }
    usedBytes += byteCount
    peakBytes = max(peakBytes, usedBytes)
    return Allocation(
      pool: self, block: block, blockIndex: index, offset: offset, byteCount: byteCount,
      usedByteCount: used)
  }

  fileprivate func give(_ index: Int, _ range: Range<Int>) {
    usedBytes -= range.count
    account.give(range.count)
    if reusesLate { resting.append((index, range)) } else { free[index].give(range) }
  }

  /// Frees what has rested longest.
  private func wake(_ count: Int) {
    for (index, range) in resting.prefix(count) { free[index].give(range) }
    resting.removeFirst(count)
  }

  private func grow(toHold byteCount: Int) throws(RuntimeError) {
    let limit = min(Self.largestBlock, device.profile.maxAllocation)
    let wanted = max(byteCount, min(limit, max(Self.firstBlock, blockBytes)))
    guard byteCount <= device.profile.maxAllocation else {
      throw .outOfMemory(
        "A tensor takes \(byteCount) bytes, but \(device.profile.name) allocates at most "
          + "\(device.profile.maxAllocation) at once.")
    }
    var block: Block
    do throws(RuntimeError) {
      block = try Block(device, byteCount: wanted, for: use)
    } catch {
      guard case .outOfMemory = error, wanted > byteCount else { throw error }
      block = try Block(device, byteCount: byteCount, for: use)
    }
    if poisons { block.fill(Self.poison) }
    blocks.append(block)
    free.append(FreeList(byteCount: block.byteCount))
  }

  private static func padded(_ byteCount: Int) -> Int {
    (max(byteCount, 1) + alignment - 1) / alignment * alignment
  }
}

/// A range of a pool's memory; given back when nothing refers to it any more.
final class Allocation {
  let block: Block
  let offset: Int
  let byteCount: Int
  private let usedByteCount: Int
  private let pool: MemoryPool
  private let blockIndex: Int

  fileprivate init(
    pool: MemoryPool, block: Block, blockIndex: Int, offset: Int, byteCount: Int,
    usedByteCount: Int
  ) {
    self.pool = pool
    self.block = block
    self.blockIndex = blockIndex
    self.offset = offset
    self.byteCount = byteCount
    self.usedByteCount = usedByteCount
  }

  /// The bytes that were asked for.
  var region: Region { Region(block: block, offset: offset, byteCount: usedByteCount) }

  /// Has the system find memory for what the host sees, before a run waits for it.
  func touch() {
    guard let mapped = block.mapped else { return }
    (mapped + offset).initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  /// Whether poisoned memory after the last used 16 bytes is as it was.
  var isIntact: Bool {
    guard let mapped = block.readable else { return true }
    let bytes = UnsafeRawBufferPointer(start: mapped + offset, count: byteCount)
    return bytes[min((usedByteCount + 15) & ~15, byteCount)...].allSatisfy {
      $0 == MemoryPool.poison
    }
  }

  deinit { pool.give(blockIndex, offset..<offset + byteCount) }
}
