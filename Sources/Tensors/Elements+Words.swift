extension Elements {
  /// The elements seen as words of their width; `nil` for strings and for other widths.
  package func words<W: BitwiseCopyable & Sendable>(_ type: W.Type) -> Buffer<W>? {
    visit(WordView<W>())
  }
}

private struct WordView<W: BitwiseCopyable & Sendable>: ElementsVisitor {
  func visit<T: Element>(_ values: Buffer<T>) -> Buffer<W>? {
    guard T.dtype != .string, MemoryLayout<T>.stride == MemoryLayout<W>.stride else { return nil }
    let base = UnsafeRawPointer(values.base).assumingMemoryBound(to: W.self)
    return Buffer<W>(viewing: base, count: values.count, owner: values.memory)
  }
}
