/// Bytes of a block.
struct Extent {
  let block: ObjectIdentifier
  let range: Range<Int>

  func overlaps(_ other: Extent) -> Bool { block == other.block && range.overlaps(other.range) }
}

/// A piece of work, as far as its order goes.
struct Access {
  let stage: Stages
  let reads: [Extent]
  let writes: [Extent]

  init(_ stage: Stages, reads: [Extent], writes: [Extent]) {
    self.stage = stage
    self.reads = reads
    self.writes = writes
  }

  init(_ stage: Stages, reads: [Region], writes: [Region]) {
    self.init(stage, reads: reads.map(\.extent), writes: writes.map(\.extent))
  }

  /// Whether one of two pieces of work must end before the other begins.
  func conflicts(with other: Access) -> Bool {
    reads.contains { read in other.writes.contains { $0.overlaps(read) } }
      || writes.contains { write in
        other.writes.contains { $0.overlaps(write) } || other.reads.contains { $0.overlaps(write) }
      }
  }
}

/// The work that later work is not ordered after yet. A barrier orders what comes of one stage.
struct Hazards {
  private var beforeShaders: [Access] = []
  private var beforeCopies: [Access] = []

  private func past(_ work: Access) -> [Access] {
    work.stage == .copies ? beforeCopies : beforeShaders
  }

  /// Whether no barrier need stand before a piece of work.
  func allow(_ work: Access) -> Bool { !past(work).contains { $0.conflicts(with: work) } }

  /// The stages whose work so far a piece of work must wait for; `nil` where it may begin.
  ///
  /// - Parameter isSeparate: whether it waits for all work.
  mutating func add(_ work: Access, isSeparate: Bool = false) -> Stages? {
    let stages = past(work).reduce(into: Stages()) { stages, other in
      if isSeparate || other.conflicts(with: work) { stages.formUnion(other.stage) }
    }
    if work.stage == .copies {
      beforeCopies.removeAll { stages.contains($0.stage) }
    } else {
      beforeShaders.removeAll { stages.contains($0.stage) }
    }
    beforeShaders.append(work)
    beforeCopies.append(work)
    return stages.isEmpty ? nil : stages
  }
}

extension Region {
  fileprivate var extent: Extent { Extent(block: ObjectIdentifier(block), range: range) }
}
