import Synchronization

/// Memory that is filled when it is first read, once, whichever threads ask.
final class DeferredMemory<Element: Sendable>: Sendable {
  private let count: Int
  /// The address of the elements; 0 before the first read.
  private let address = Atomic<UInt>(0)
  /// What fills the memory; gone, with all that it keeps alive, once it has.
  private let fill: Mutex<(@Sendable (UnsafeMutableBufferPointer<Element>) -> Void)?>

  init(
    count: Int, fill: @escaping @Sendable (UnsafeMutableBufferPointer<Element>) -> Void
  ) where Element: BitwiseCopyable {
    self.count = count
    self.fill = Mutex(fill)
  }

  var base: UnsafePointer<Element> {
    var bits = address.load(ordering: .acquiring)
    if bits == 0 { bits = filled() }
    return UnsafePointer(bitPattern: bits).unsafelyUnwrapped
  }

  var isFilled: Bool { address.load(ordering: .acquiring) != 0 }

  /// Calls `body` with the elements' address; where nobody has read them, with that of a copy.
  func withContents<R>(_ body: (UnsafePointer<Element>) -> R) -> R {
    guard let write = fill.withLock({ $0 }) else { return body(base) }
    let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, count))
    defer { copy.deallocate() }
    write(UnsafeMutableBufferPointer(rebasing: copy[..<count]))
    return body(UnsafePointer(copy.baseAddress.unsafelyUnwrapped))
  }

  private func filled() -> UInt {
    fill.withLock { fill in
      guard let write = fill else { return address.load(ordering: .relaxed) }
      let raw = UnsafeMutableRawPointer.allocate(
        byteCount: max(1, count * MemoryLayout<Element>.stride), alignment: 64)
      let base = raw.bindMemory(to: Element.self, capacity: count)
      write(UnsafeMutableBufferPointer(start: base, count: count))
      let bits = UInt(bitPattern: raw)
      address.store(bits, ordering: .releasing)
      fill = nil
      return bits
    }
  }

  deinit {
    UnsafeMutableRawPointer(bitPattern: address.load(ordering: .acquiring))?.deallocate()
  }
}
