extension Tensor {
  /// The same tensor for somebody who keeps it: a copy, where it has less than half of its block.
  package var compacted: Tensor {
    elements.visit(Compaction()).flatMap { try? Tensor($0, shape: shape) } ?? self
  }
}

private struct Compaction: ElementsVisitor {
  func visit<T: Element>(_ values: Buffer<T>) -> Elements? {
    guard let block = values.memory.blockByteCount,
      block / 2 > max(values.count * MemoryLayout<T>.stride, Blocks.leastByteCount)
    else { return nil }
    return T.wrap(values.mapped { $0 })
  }
}
