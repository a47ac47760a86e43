import CVulkan
import Runtimes

/// Moves bytes between host and device memory, outside of recorded plans.
final class Transfers {
  private let device: VulkanDevice
  private let commands: CommandPool
  /// Memory that the device copies from, and into.
  let uploads: MemoryPool
  let downloads: MemoryPool
  private let patience: Patience
  private var pending: Batch?

  /// Copies that wait for the next submission, and the memory that they read and write.
  private struct Batch: ~Copyable {
    let recording: Recording
    var memory: [AnyObject] = []
    var hazards = Hazards()
    var byteCount = 0
  }

  /// What staging takes at once, about twice: a part of the memory that is left to values.
  let batchBytes: Int

  init(
    _ device: VulkanDevice, _ commands: CommandPool, _ account: MemoryAccount,
    _ patience: Patience
  ) {
    self.device = device
    self.commands = commands
    self.patience = patience
    batchBytes = min(64 << 20, max(1 << 12, account.budget.byteCount / 16))
    uploads = MemoryPool(device, account, for: device.memoryTypes.uploads)
    downloads = MemoryPool(device, account, for: device.memoryTypes.downloads)
  }

  /// Writes bytes into a region that no unfinished work uses. They are there when work is submitted
  /// after ``flush()``.
  func write(_ bytes: UnsafeRawBufferPointer, to region: Region) throws(RuntimeError) {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
    if let mapped = region.block.mapped {
      copyBytes(from: source, to: mapped + region.offset, count: bytes.count)
      return
    }
    var start = 0
    while start < bytes.count {
      let count = min(bytes.count - start, batchBytes)
      let piece = try uploads.allocate(count)
      guard let address = piece.block.mapped else { throw .device("Staging memory is not mapped.") }
      copyBytes(from: source + start, to: address + piece.offset, count: count)
      var batch =
        if let batch = pending.take() { batch } else { Batch(recording: try Recording(commands)) }
      let target = Region(block: region.block, offset: region.offset + start, byteCount: count)
      // Memory that was given back may be written again before the batch is submitted.
      if let past = batch.hazards.add(Access(.copies, reads: [], writes: [target])) {
        recordBarrier(in: batch.recording.handle, from: past, to: .copies)
      }
      copy(
        in: batch.recording, from: (piece.block, piece.offset),
        to: (target.block, target.offset), count)
      batch.memory += [piece, target.block]
      batch.byteCount += count
      let isFull = batch.byteCount >= batchBytes
      pending = consume batch
      if isFull { try flush() }
      start += count
    }
  }

  /// Waits until everything written has arrived.
  func flush() throws(RuntimeError) {
    try finish()?.submit(patience)
  }

  /// The copies of everything written, if any, for a submission before the work that reads it.
  func finish() throws(RuntimeError) -> CommandBuffer? {
    guard let batch = pending.take() else { return nil }
    let memory = batch.memory
    recordBarrier(in: batch.recording.handle, from: .copies, to: [.shaders, .copies])
    return try batch.recording.ended(using: memory)
  }

  /// Reads a region that no unfinished work writes.
  func read(_ region: Region, into bytes: UnsafeMutableRawBufferPointer) throws(RuntimeError) {
    guard let target = bytes.baseAddress, !bytes.isEmpty else { return }
    if let mapped = region.block.readable {
      copyBytes(from: mapped + region.offset, to: target, count: bytes.count)
      return
    }
    try flush()
    var start = 0
    while start < bytes.count {
      let count = min(bytes.count - start, batchBytes)
      let piece = try downloads.allocate(count)
      guard let address = piece.block.mapped else { throw .device("Staging memory is not mapped.") }
      let recording = try Recording(commands)
      copy(
        in: recording, from: (region.block, region.offset + start), to: (piece.block, piece.offset),
        count)
      recordBarrier(in: recording.handle, from: .copies, to: .host)
      try recording.ended(using: [piece, region.block]).submit(patience)
      copyBytes(from: address + piece.offset, to: target + start, count: count)
      start += count
    }
  }

  private func copy(
    in recording: borrowing Recording, from source: (block: Block, offset: Int),
    to target: (block: Block, offset: Int), _ byteCount: Int
  ) {
    var region = VkBufferCopy(
      srcOffset: UInt64(source.offset), dstOffset: UInt64(target.offset), size: UInt64(byteCount))
    vkCmdCopyBuffer(recording.handle, source.block.buffer, target.block.buffer, 1, &region)
  }
}
