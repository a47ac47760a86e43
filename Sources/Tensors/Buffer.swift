/// An immutable run of elements that copies share.
///
/// It owns 64-byte-aligned memory, or views memory that `owner` keeps alive (a mapped file).
///
/// What loops use is public, although nothing outside of the package sees it: Swift 6.3 compiles another
/// module's generic code for the types at hand where that is public and inlinable; where it is of the
/// package, each element is handled through a table, which takes ten times as long.
@frozen
public struct Buffer<Element: Sendable>: RandomAccessCollection, Sendable {
  @usableFromInline let memory: Memory<Element>
  /// The number of elements.
  public let count: Int

  /// The address of the first element. Valid while this buffer, or a copy of it, lives.
  @inlinable public var base: UnsafePointer<Element> { memory.base }

  /// 0.
  @inlinable public var startIndex: Int { 0 }
  /// ``count``.
  @inlinable public var endIndex: Int { count }

  /// The element at `position`, which is checked.
  @inlinable public subscript(position: Int) -> Element {
    precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "index out of the buffer")
    return memory.base[position]
  }

  /// Takes memory for `count` elements, from the ``Blocks`` of the task if it has some, and has `fill`
  /// initialise every one.
  @inlinable public init(
    count: Int, fill: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) rethrows {
    let (raw, block) = Block.memory(
      byteCount: Swift.max(1, count &* MemoryLayout<Element>.stride),
      alignment: Swift.max(64, MemoryLayout<Element>.alignment))
    let base = raw.bindMemory(to: Element.self, capacity: count)
    do { try fill(UnsafeMutableBufferPointer(start: base, count: count)) } catch {
      if block == nil { raw.deallocate() }
      throw error
    }
    memory = Memory(owning: base, count: count, in: block)
    self.count = count
  }

  /// A copy of `elements`.
  @inlinable public init(_ elements: some Collection<Element>) {
    self.init(count: elements.count) { _ = $0.initialize(from: elements) }
  }

  /// `count` times `element`.
  @inlinable public init(repeating element: Element, count: Int) {
    self.init(count: count) { $0.initialize(repeating: element) }
  }

  /// What keeps viewed memory alive; `nil` of a buffer that owns its memory.
  package var owner: (any AnyObject & Sendable)? { memory.owner }

  /// Views `count` elements at `base`, which `owner` keeps alive and unchanged.
  package init(viewing base: UnsafePointer<Element>, count: Int, owner: any AnyObject & Sendable) {
    memory = Memory(viewing: base, owner: owner)
    self.count = count
  }

  /// Allocates `count` elements when they are first read, and has `fill` initialise every one then.
  package static func deferred(
    count: Int, fill: @escaping @Sendable (UnsafeMutableBufferPointer<Element>) -> Void
  ) -> Buffer where Element: BitwiseCopyable {
    Buffer(memory: Memory(count: count, deferred: fill), count: count)
  }

  private init(memory: Memory<Element>, count: Int) {
    self.memory = memory
    self.count = count
  }

  /// Calls `body` with the elements' address.
  @inlinable public func withContiguousStorageIfAvailable<R>(
    _ body: (UnsafeBufferPointer<Element>) throws -> R
  ) rethrows -> R? {
    try withExtendedLifetime(memory) {
      try body(UnsafeBufferPointer(start: memory.base, count: count))
    }
  }

  /// Calls `body` with the elements' address.
  @inlinable public func withPointer<R, E: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(E) -> R
  ) throws(E) -> R {
    defer { withExtendedLifetime(memory) {} }
    return try body(UnsafeBufferPointer(start: memory.base, count: count))
  }

  /// The buffer whose element `i` is `transform` of this one's.
  @inlinable public func mapped<T: Sendable>(_ transform: (Element) -> T) -> Buffer<T> {
    Buffer<T>(count: count) { out in
      withPointer { x in
        for i in 0..<count {
          (out.baseAddress.unsafelyUnwrapped + i).initialize(to: transform(x[i]))
        }
      }
    }
  }

  /// The buffer whose element `i` is this one's element `sources[i]`.
  @inlinable public func gathering(_ sources: [Int]) -> Buffer {
    Buffer(count: sources.count) { out in
      guard let target = out.baseAddress else { return }
      withPointer { x in
        for i in 0..<sources.count {
          precondition(x.indices.contains(sources[i]), "index out of the buffer")
          (target + i).initialize(to: x[sources[i]])
        }
      }
    }
  }

  /// The same bytes seen as `count` elements of another type of the same width.
  package func reinterpreted<T: BitwiseCopyable & Sendable>(as type: T.Type) -> Buffer<T>
  where Element: BitwiseCopyable {
    precondition(MemoryLayout<T>.stride == MemoryLayout<Element>.stride)
    let base = UnsafeRawPointer(memory.base).assumingMemoryBound(to: T.self)
    return Buffer<T>(viewing: base, count: count, owner: memory)
  }
}

/// The memory behind a buffer: freed with the last buffer that shares it.
// Proof of sendability: the stored properties are constants; what they point to is owned by this
// object or kept alive by `owner`, and nobody writes to it while a buffer exists: a block's next buffer
// has it when the last one of these has ended. Memory that is filled when it is first read guards that
// by a mutex of its own.
@usableFromInline
package final class Memory<Element: Sendable>: @unchecked Sendable {
  @usableFromInline let present: UnsafePointer<Element>?
  let owner: (any AnyObject & Sendable)?
  private let ownedCount: Int
  private let deferred: DeferredMemory<Element>?

  /// - Parameter block: where the memory is from; `nil` is the allocator.
  @usableFromInline init(owning base: UnsafeMutablePointer<Element>, count: Int, in block: Block?) {
    present = UnsafePointer(base)
    owner = block
    ownedCount = count
    deferred = nil
  }

  init(viewing base: UnsafePointer<Element>, owner: any AnyObject & Sendable) {
    present = base
    self.owner = owner
    ownedCount = 0
    deferred = nil
  }

  init(
    count: Int, deferred fill: @escaping @Sendable (UnsafeMutableBufferPointer<Element>) -> Void
  ) where Element: BitwiseCopyable {
    present = nil
    owner = nil
    ownedCount = 0
    deferred = DeferredMemory(count: count, fill: fill)
  }

  @inlinable var base: UnsafePointer<Element> { present ?? deferredBase }

  /// The bytes of the block that has the elements.
  var blockByteCount: Int? { (owner as? Block)?.byteCount }

  /// The file that has the elements.
  var file: (any Rereadable)? { owner as? any Rereadable }

  var isRereadable: Bool { deferred.map { !$0.isFilled } ?? (file != nil) }

  /// Calls `body` with the elements' address; deferred ones are filled for the call alone.
  func withContents<R>(_ body: (UnsafePointer<Element>) -> R) -> R {
    defer { withExtendedLifetime(self) {} }
    return deferred.map { $0.withContents(body) } ?? body(base)
  }

  @usableFromInline var deferredBase: UnsafePointer<Element> {
    guard let deferred else { preconditionFailure("a buffer without memory") }
    return deferred.base
  }

  deinit {
    guard let present else { return }
    let mutable = UnsafeMutablePointer(mutating: present)
    mutable.deinitialize(count: ownedCount)
    if owner == nil { UnsafeMutableRawPointer(mutable).deallocate() }
  }
}

extension Buffer: ExpressibleByArrayLiteral {
  /// The elements of a literal.
  public init(arrayLiteral elements: Element...) { self.init(elements) }
}
