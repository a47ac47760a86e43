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

  /// Calls `body` with memory for `count` elements, from the start of a cache line on.
  static func withMemory(_ count: Int, _ body: (Self) -> Void)
  where T: BitwiseCopyable & Sendable { _ = Buffer<T>(count: count) { body(Self($0)) } }
}
