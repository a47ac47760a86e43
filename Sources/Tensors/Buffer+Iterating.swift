// The standard library's generic loops (`for`, `zip`, `Array.init`, `initialize(from:)`) go through
// these, and not through a checked subscript an element.

extension Buffer {
  /// Walks the elements; it keeps their memory alive.
  @frozen
  public struct Iterator: IteratorProtocol {
    @usableFromInline let memory: Memory<Element>
    @usableFromInline var position: UnsafePointer<Element>
    @usableFromInline var left: Int

    @inlinable init(_ buffer: Buffer, from start: Int = 0) {
      memory = buffer.memory
      position = buffer.memory.base + start
      left = buffer.count - start
    }

    /// The next element, until there is none.
    @inlinable public mutating func next() -> Element? {
      guard left > 0 else { return nil }
      left &-= 1
      defer { position += 1 }
      return position.pointee
    }
  }

  /// Walks the elements from the first on.
  @inlinable public func makeIterator() -> Iterator { Iterator(self) }

  /// Copies as many elements as there is room for.
  @inlinable public func _copyContents(
    initializing target: UnsafeMutableBufferPointer<Element>
  ) -> (Iterator, UnsafeMutableBufferPointer<Element>.Index) {
    let copied = Swift.min(count, target.count)
    if copied > 0, let base = target.baseAddress {
      base.initialize(from: memory.base, count: copied)
    }
    return (Iterator(self, from: copied), copied)
  }
}

extension Buffer: Equatable where Element: Equatable {
  /// Whether two buffers have equal elements.
  @inlinable public static func == (a: Self, b: Self) -> Bool {
    a.count == b.count
      && a.withPointer { x in b.withPointer { y in x.indices.allSatisfy { x[$0] == y[$0] } } }
  }
}
