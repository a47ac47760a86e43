import Synchronization

/// Memory of buffers that have ended, kept for buffers to come: those of the same run, and of later
/// runs of one prepared model.
///
/// A buffer that is made where blocks are ``current`` has its memory from them, and no other buffer has
/// it until the last one that shares it ends. Blocks that a whole run did without are freed at its
/// end, and all that nobody has with this object.
package final class Blocks: Sendable {
  /// Where the buffers of a task have their memory from; `nil` is the allocator.
  @TaskLocal package static var current: Blocks?

  /// Less than this costs the allocator no pages.
  package static let leastByteCount = 1 << 14
  private static let page = 4096

  private let state: Mutex<BlockShelf>

  /// - Parameter byteLimit: what blocks may have in all while some of them wait for a buffer.
  package init(byteLimit: Int = .max) { state = Mutex(BlockShelf(byteLimit: byteLimit)) }

  deinit { state.withLock { $0.free(downTo: 0) } }

  /// The bytes of all blocks, and how many there are.
  package var held: (byteCount: Int, count: Int) { state.withLock { ($0.byteCount, $0.count) } }

  /// A block for a buffer; ``Block`` gives it back when it ends.
  package func take(byteCount: Int) -> Block {
    let (rest, overflow) = byteCount.addingReportingOverflow(Self.page - 1)
    let whole = overflow ? byteCount : rest & ~(Self.page - 1)
    let address =
      state.withLock { $0.take(byteCount: whole) }
      ?? BlockShelf.Address(
        bits: UInt(bitPattern: UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: 64)),
        byteCount: whole)
    return Block(address, of: self)
  }

  func giveBack(_ address: BlockShelf.Address) { state.withLock { $0.giveBack(address) } }

  /// Has `work` use these blocks, then frees those that it did without.
  package func serve<R>(_ work: () -> R) -> R {
    let start = state.withLock { $0.time }
    defer { state.withLock { $0.free(unusedSince: start) } }
    return Self.$current.withValue(self, operation: work)
  }

  /// Writes to the pages of blocks that no buffer has, so that the kernel provides them now.
  package func touch() {
    state.withLock { shelf in
      for block in shelf.waiting {
        for offset in stride(from: 0, to: block.byteCount, by: Self.page) {
          block.base?.storeBytes(of: 0, toByteOffset: offset, as: UInt8.self)
        }
      }
    }
  }
}

/// Memory that one buffer has, with the buffers that share it.
@usableFromInline
package final class Block: Sendable {
  private let address: BlockShelf.Address
  private let home: Mutex<Home>

  /// Values may outlive the blocks that they came from.
  private struct Home { weak var blocks: Blocks? }

  fileprivate init(_ address: BlockShelf.Address, of blocks: Blocks) {
    self.address = address
    home = Mutex(Home(blocks: blocks))
  }

  var base: UnsafeMutableRawPointer { address.base.unsafelyUnwrapped }

  var byteCount: Int { address.byteCount }

  /// Memory of one of the task's blocks, if it has some and so many bytes are worth one, else of the
  /// allocator, which is to be freed.
  @usableFromInline static func memory(
    byteCount: Int, alignment: Int
  ) -> (base: UnsafeMutableRawPointer, block: Block?) {
    if byteCount >= Blocks.leastByteCount, let block = Blocks.current?.take(byteCount: byteCount) {
      return (block.base, block)
    }
    return (.allocate(byteCount: byteCount, alignment: alignment), nil)
  }

  deinit {
    if let blocks = home.withLock({ $0.blocks }) {
      blocks.giveBack(address)
    } else {
      address.base?.deallocate()
    }
  }
}
