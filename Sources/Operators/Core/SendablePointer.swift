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
}
