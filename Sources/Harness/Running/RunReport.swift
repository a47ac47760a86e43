/// A finished run: what reports are written from.
package struct RunReport: Sendable {
  package var identity: RunIdentity
  /// One a case and runtime, sorted by case, then in the order of the runtimes.
  package var records: [CaseRecord]
  package var end: RunEnd
  /// Cases that other parts of the run take.
  package var plans: [PlannedCase] = []
  /// Who agrees with whom, of cases where some values differ; sorted.
  package var agreements: [Agreement] = []
  /// What came of the checks of concurrency, where they were made of the same sources.
  package var concurrency: ConcurrencyReport?
  /// Which runtimes gave the same bits, where that was asked of the same sources and suite.
  package var bits: BitsReport?
  /// Which planted faults the judges noticed, where that was asked of the same sources and suite.
  package var mutation: MutationReport?
  /// How much of the standard the suite's cases run, where the suite says it.
  package var caseCoverage: CaseCoverage?
  /// What earlier runs, the standard and the expectations add to the numbers.
  package var context = RunContext()

  package init(
    identity: RunIdentity, records: [CaseRecord], end: RunEnd = RunEnd(),
    concurrency: ConcurrencyReport? = nil
  ) {
    self.identity = identity
    self.records = records
    self.end = end
    self.concurrency = concurrency
  }

  package var stop: RunStop? { end.stop }
}

/// What a run tells the shell.
package enum ExitStatus: Int32, Sendable {
  case asExpected = 0
  /// At least one result is not what was expected.
  case unexpected = 1
  case usage = 2
  /// The suite can't be read, or lacks cases.
  case suite = 3
  /// Workers or the device failed the run.
  case infrastructure = 4
  /// Every unexpected result is a pass.
  case unexpectedPasses = 5
  /// By SIGHUP, SIGINT or SIGTERM: 128 and the signal's number, as shells have it.
  case hungUp = 129
  case interrupted = 130
  case terminated = 143
}

extension RunReport {
  package var exitStatus: ExitStatus {
    switch stop {
    case .interrupted: return .interrupted
    case .infrastructure: return .infrastructure
    case .failFast, nil: break
    }
    let unexpected = records.filter(\.isUnexpected)
    if records.contains(where: { $0.outcome == .notRun }) && unexpected.isEmpty { return .suite }
    if unexpected.isEmpty { return .asExpected }
    return unexpected.allSatisfy { $0.outcome == .improvement } ? .unexpectedPasses : .unexpected
  }

  /// Counts by family of status, over the records that `isIncluded` takes.
  package func counts(where isIncluded: (CaseRecord) -> Bool = { _ in true }) -> [String: Int] {
    records.reduce(into: [:]) { counts, record in
      if isIncluded(record) { counts[record.status.family, default: 0] += 1 }
    }
  }

  /// The kinds of the records' cases, sorted.
  package var kinds: [String] { Set(records.map(\.case.kind)).sorted() }

  /// The records whose outcome is not as expected: the gravest first, unexpected passes last.
  package var unexpected: [CaseRecord] {
    let outcomes: [CaseRecord.Outcome: Int] = [.regression: 0, .changed: 1, .improvement: 2]
    func rank(_ record: CaseRecord) -> (Int, Int) {
      (outcomes[record.outcome] ?? 3, record.status.severity)
    }
    return records.enumerated().filter { $0.element.isUnexpected }
      .sorted {
        let (a, b) = (rank($0.element), rank($1.element))
        return (a.0, a.1, $0.offset) < (b.0, b.1, $1.offset)
      }
      .map(\.element)
  }

  /// Elements compared and elements that the passing outputs have; equal, or something is amiss.
  package var elements: (compared: Int, expected: Int) {
    records.reduce((0, 0)) { ($0.0 + $1.comparedCount, $0.1 + $1.elementCount) }
  }

  /// Elements of which their operators state a bound, and those outside of it.
  package var bounds: (bounded: Int, outside: Int) {
    records.reduce((0, 0)) { sum, record in
      let bounded = record.outputs.reduce(0) { $0 + ($1.bound?.bounded ?? 0) }
      return (sum.0 + bounded, sum.1 + record.outsideCount)
    }
  }

  /// Causes of what did not pass, most frequent first.
  package var clusters: [Cluster] {
    var groups: [Cluster.Key: [CaseRecord]] = [:]
    for record in records where record.status != .pass && record.outcome != .notRun {
      groups[
        Cluster.Key(
          runtime: record.runtime, status: record.status.description,
          signature: record.signature ?? ""), default: []
      ].append(record)
    }
    return groups.map { Cluster(key: $0.key, records: $0.value) }.sorted {
      ($1.records.count, $0.key) < ($0.records.count, $1.key)
    }
  }
}

/// Results that share runtime, status and cause.
package struct Cluster: Sendable {
  package struct Key: Sendable, Hashable, Comparable {
    package let runtime: String
    package let status: String
    package let signature: String
    package static func < (a: Self, b: Self) -> Bool {
      (a.signature, a.runtime, a.status) < (b.signature, b.runtime, b.status)
    }
  }
  package let key: Key
  package let records: [CaseRecord]
}
