/// The bytes that work since the last barrier reads and writes.
struct Hazards {
  private struct Access {
    let block: ObjectIdentifier
    let range: Range<Int>
  }
  private var reads: [Access] = []
  private var writes: [Access] = []

  /// Whether work on these bytes must wait for the work before it.
  func conflict(reads newReads: [Region], writes newWrites: [Region]) -> Bool {
    newReads.contains { Self.overlaps($0, writes) }
      || newWrites.contains { Self.overlaps($0, writes) || Self.overlaps($0, reads) }
  }

  mutating func add(reads newReads: [Region], writes newWrites: [Region]) {
    reads += newReads.map { Access(block: ObjectIdentifier($0.block), range: $0.range) }
    writes += newWrites.map { Access(block: ObjectIdentifier($0.block), range: $0.range) }
  }

  mutating func clear() {
    reads.removeAll(keepingCapacity: true)
    writes.removeAll(keepingCapacity: true)
  }

  private static func overlaps(_ region: Region, _ accesses: [Access]) -> Bool {
    let block = ObjectIdentifier(region.block)
    return accesses.contains { $0.block == block && $0.range.overlaps(region.range) }
  }
}
