import Tensors

/// A base address that the pieces of one parallel loop share.
// Proof of sendability: the pieces write disjoint ranges, and the loop ends before the memory does.
struct SendablePointer<T>: @unchecked Sendable {
  let base: UnsafeMutablePointer<T>

  init(_ buffer: UnsafeMutableBufferPointer<T>) { base = buffer.baseAddress.unsafelyUnwrapped }
  init(_ base: UnsafeMutablePointer<T>) { self.base = base }
  /// For reading only.
  init(_ buffer: Buffer<T>) where T: Sendable {
    base = UnsafeMutablePointer(mutating: buffer.base)
  }

  /// Memory for `count` elements from the start of a cache line on; ``deallocate()`` frees it.
  init(allocating count: Int) where T: BitwiseCopyable {
    base = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count * MemoryLayout<T>.stride), alignment: 64
    ).bindMemory(to: T.self, capacity: count)
  }

  func deallocate() { UnsafeMutableRawPointer(base).deallocate() }
}
