/// A finished run: what reports are written from.
package struct RunReport: Sendable, Codable {
  package var identity: Identity
  /// One a case and runtime, sorted by case, then in the order of the runtimes.
  package var records: [CaseRecord]
  package var stop: Stop?
  /// What came of the checks of concurrency, where they were made before this run.
  package var concurrency: ConcurrencyReport?

  package init(
    identity: Identity, records: [CaseRecord], stop: Stop? = nil,
    concurrency: ConcurrencyReport? = nil
  ) {
    self.identity = identity
    self.records = records
    self.stop = stop
    self.concurrency = concurrency
  }

  /// What ran, on what.
  package struct Identity: Sendable, Codable, Hashable {
    package var program: String
    package var suite: String
    package var stamp: String?
    /// Cases that the suite has.
    package var suiteCount: Int
    /// Cases that were chosen.
    package var selectedCount: Int
    package var runtimes: [Runtime]
    package var host: String
    package var isolation: String
    package var command: String
    /// When the run began, in UTC: the one thing here that a second run changes.
    package var runAt: String
    package var seconds: Double

    package struct Runtime: Sendable, Codable, Hashable {
      package var name: String
      package var identity: String
      package init(name: String, identity: String) {
        self.name = name
        self.identity = identity
      }
    }

    package init(
      program: String, suite: String, stamp: String?, suiteCount: Int, selectedCount: Int,
      runtimes: [Runtime], host: String, isolation: String, command: String, runAt: String,
      seconds: Double
    ) {
      self.program = program
      self.suite = suite
      self.stamp = stamp
      self.suiteCount = suiteCount
      self.selectedCount = selectedCount
      self.runtimes = runtimes
      self.host = host
      self.isolation = isolation
      self.command = command
      self.runAt = runAt
      self.seconds = seconds
    }
  }

  package enum Stop: String, Sendable, Codable, Hashable {
    case interrupted
    case failFast = "fail-fast"
    case infrastructure
  }
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
  case interrupted = 130
}

extension RunReport {
  package var exitStatus: ExitStatus {
    switch stop {
    case .interrupted: return .interrupted
    case .infrastructure: return .infrastructure
    case .failFast, nil: break
    }
    let unexpected = records.filter { $0.outcome != .asExpected }
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
    return records.enumerated().filter { $0.element.outcome != .asExpected }
      .sorted {
        let (a, b) = (rank($0.element), rank($1.element))
        return (a.0, a.1, $0.offset) < (b.0, b.1, $1.offset)
      }
      .map(\.element)
  }

  /// The run in one sentence.
  package var verdict: String {
    let total = records.count
    let asExpected = records.count { $0.outcome == .asExpected }
    let passes = records.count { $0.status == .pass }
    let parts: [(CaseRecord.Outcome, String, String)] = [
      (.regression, "regression", "regressions"), (.changed, "changed failure", "changed failures"),
      (.improvement, "unexpected pass", "unexpected passes"),
    ]
    let unexpected = parts.compactMap { outcome, one, many -> String? in
      let count = records.count { $0.outcome == outcome }
      return count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
    }
    let opening =
      switch stop {
      case .interrupted: "Interrupted: "
      case .failFast: "Stopped at the first unexpected result: "
      case .infrastructure: "The run could not be finished: "
      case nil: ""
      }
    let head = unexpected.isEmpty ? "All as expected" : unexpected.joined(separator: ", ")
    return "\(opening)\(head); \(asExpected) of \(total) results as expected, \(passes) pass."
  }

  /// Elements compared and elements that the passing outputs have; equal, or something is amiss.
  package var elements: (compared: Int, expected: Int) {
    records.reduce((0, 0)) { ($0.0 + $1.comparedCount, $0.1 + $1.elementCount) }
  }

  /// Causes of what did not pass, most frequent first.
  package var clusters: [Cluster] {
    var groups: [Cluster.Key: [CaseRecord]] = [:]
    for record in records where record.status != .pass {
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
