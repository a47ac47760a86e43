extension RunDiff {
  /// Compares two runs, result by result.
  package init(from before: RunRecord, to after: RunRecord) {
    self.init(before: Side(before.identity), after: Side(after.identity))
    let earlier = ResultTable(before)
    let later = ResultTable(after)
    notes = RunDiff.notes(before, after)
    addCases(earlier, later, before, after)
    let shared = before.identity.runtimes.map(\.name).filter(later.runtimes.contains)
    for runtime in shared {
      for (id, record) in later.results[runtime] ?? [:] {
        guard let old = earlier.results[runtime]?[id], old.hasRun, record.hasRun else { continue }
        comparedCount += 1
        entries += Self.entries(old, record)
      }
      entries += SpeedComparison(before, after, runtime: runtime)?.entries ?? []
    }
    entries.sort { ($0.group, $0.case, $0.runtime ?? "") < ($1.group, $1.case, $1.runtime ?? "") }
  }

  /// Cases that came and went; one that was merely not chosen did neither.
  private mutating func addCases(
    _ earlier: ResultTable, _ later: ResultTable, _ before: RunRecord, _ after: RunRecord
  ) {
    if before.identity.isWholeSuite {
      entries += later.cases.subtracting(earlier.cases).map { id in
        Entry(.new, .neutral, id, after: later.summary(of: id))
      }
    }
    if after.identity.isWholeSuite {
      entries += earlier.cases.subtracting(later.cases).map { id in
        Entry(.gone, .neutral, id, before: earlier.summary(of: id))
      }
    }
    let notRun = after.results.count { !$0.hasRun } + later.planOnly
    if notRun > 0 { notes.append("\(notRun) results of the later run are missing.") }
  }

  private static func entries(_ old: CaseRecord, _ new: CaseRecord) -> [Entry] {
    func entry(_ group: Group, _ direction: Direction, _ reason: String? = nil) -> Entry {
      Entry(
        group, direction, new.case, runtime: new.runtime, before: old.status.description,
        after: new.status.description, reason: reason ?? new.reason)
    }
    if let a = old.digest, let b = new.digest, a != b {
      return [entry(.corpus, .neutral, "the case's files or tolerances changed")]
    }
    var entries: [Entry] = []
    switch (old.status == .pass, new.status == .pass) {
    case (true, true): break
    case (true, false):
      entries.append(entry(new.status == .unsupported ? .unsupported : .regression, .worse))
    case (false, true): entries.append(entry(.fixed, .better, old.reason.map { "was: \($0)" }))
    case (false, false):
      if let (group, direction) = change(old, new) { entries.append(entry(group, direction)) }
    }
    if new.isFlake && !old.isFlake { entries.append(entry(.flake, .worse)) }
    if let kinds = newlyOnHost(old, new) { entries.append(entry(.host, .worse, kinds)) }
    return entries
  }

  /// What became of a result that passed in neither run; `nil` for the same failure.
  private static func change(_ old: CaseRecord, _ new: CaseRecord) -> (Group, Direction)? {
    if new.status == .unsupported && old.status != .unsupported { return (.unsupported, .neutral) }
    switch (old.status.endsProcess, new.status.endsProcess) {
    case (false, true): return (.crash, .worse)
    case (true, false): return (.crash, .better)
    case (true, true): return old.status == new.status ? nil : (.crash, .neutral)
    case (false, false):
      let isSame =
        old.status == new.status && old.signature == new.signature
        && old.firstDifference == new.firstDifference
      return isSame ? nil : (.failure, .neutral)
    }
  }

  /// Operators that left the device, in words.
  private static func newlyOnHost(_ old: CaseRecord, _ new: CaseRecord) -> String? {
    guard let old = old.placement, let new = new.placement else { return nil }
    let lost = PlacementTable(old.kinds).changes(in: PlacementTable(new.kinds)).lost
    return lost.isEmpty
      ? nil
      : lost.map { "\($0.operation)-\($0.opset) \($0.dtype): \($0.place)" }.joined(separator: "; ")
  }

  /// What differs between the runs beside results.
  private static func notes(_ before: RunRecord, _ after: RunRecord) -> [String] {
    let (a, b) = (before.identity, after.identity)
    var notes: [String] = []
    if a.suite != b.suite { notes.append("The suite was \(a.suite), and is \(b.suite).") }
    if !a.digests.corpus.isEmpty, a.digests.corpus != b.digests.corpus {
      notes.append("The suite's cases are others: see new, gone and changed cases.")
    }
    if a.digests.selection != b.digests.selection {
      notes.append("Other cases were chosen: \(a.selectedCount), then \(b.selectedCount).")
    }
    if a.digests.expectations != b.digests.expectations {
      notes.append("The expectations are others.")
    }
    if a.host != b.host { notes.append("The machine was \(a.host), and is \(b.host).") }
    for runtime in a.runtimes {
      guard let found = b.runtimes.first(where: { $0.name == runtime.name }) else {
        notes.append("The later run has no \(runtime.name).")
        continue
      }
      let changes = PeerChange.sentences(from: runtime, to: found)
      notes += changes
      // What a peer calls itself holds its version.
      if changes.isEmpty, found.identity != runtime.identity {
        notes.append(
          "\(runtime.name) itself changed: \(runtime.identity), then \(found.identity).")
      }
    }
    for runtime in b.runtimes where !a.runtimes.contains(where: { $0.name == runtime.name }) {
      notes.append("\(runtime.name) is new.")
    }
    for (name, record) in [("earlier", before), ("later", after)] where !record.isFinished {
      notes.append("The \(name) run was cut short.")
    }
    return notes
  }
}

/// A run's results, by runtime and case.
private struct ResultTable {
  let results: [String: [CaseID: CaseRecord]]
  let runtimes: Set<String>
  let cases: Set<CaseID>
  /// Results that were planned and are not there.
  let planOnly: Int

  init(_ record: RunRecord) {
    results = Dictionary(grouping: record.results, by: \.runtime).mapValues { records in
      Dictionary(records.map { ($0.case, $0) }, uniquingKeysWith: { $1 })
    }
    runtimes = Set(record.identity.runtimes.map(\.name))
    let found = Set(record.results.map(\.case))
    cases = found.union(record.plans.map(\.case))
    planOnly = cases.subtracting(found).count * runtimes.count
  }

  /// `pass`, or what the runtimes gave, each once.
  func summary(of id: CaseID) -> String? {
    let statuses = Set(results.values.compactMap { $0[id]?.status.description }).sorted()
    return statuses.isEmpty ? nil : statuses.joined(separator: ", ")
  }
}

extension Status {
  /// Whether the process, or its device, did not live on.
  package var endsProcess: Bool {
    switch self {
    case .crash, .timeout, .deviceLost: true
    case .pass, .fail, .error, .validationError, .unsupported, .unpredictable, .skipped, .missing:
      false
    }
  }
}

extension CaseRecord {
  /// The first element that differs, as text.
  fileprivate var firstDifference: String? {
    outputs.lazy.compactMap { output in
      output.first.first.map { "\(output.output) \($0.index) \($0.found)" }
    }.first
  }
}
