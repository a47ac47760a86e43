/// A run as its file holds it: whole, cut short, or one part of several.
package struct RunRecord: Sendable {
  package var identity: RunIdentity
  /// Sorted by case, then in the order of the runtimes; missing results are not among them.
  package var results: [CaseRecord]
  /// Cases that the run was to run, where not all of them have results; sorted.
  package var plans: [PlannedCase]
  /// Who agrees with whom, of cases where some values differ; sorted.
  package var agreements: [Agreement]
  /// `nil` for a run that nobody ended: its program was killed, or still runs.
  package var end: RunEnd?

  package init(
    identity: RunIdentity, results: [CaseRecord] = [], plans: [PlannedCase] = [],
    agreements: [Agreement] = [], end: RunEnd? = nil
  ) {
    self.identity = identity
    self.results = results
    self.plans = plans
    self.agreements = agreements
    self.end = end
  }

  /// The record of a finished run.
  package init(_ report: RunReport) {
    self.init(
      identity: report.identity, results: report.records, plans: report.plans,
      agreements: report.agreements, end: report.end)
  }

  /// Whether every chosen case has a result on every runtime.
  package var isComplete: Bool {
    isFinished
      && results.count(where: \.hasRun)
        == identity.selectedCount * identity.runtimes.count
  }

  /// Whether the run came to its end.
  package var isFinished: Bool { end != nil && end?.stop == nil }

  /// The file's text.
  package var text: String {
    get throws {
      var lines = [try JSONLine.encode(RunLine.run(identity))]
      lines += try plans.map { try JSONLine.encode(RunLine.plan($0)) }
      lines += try results.map { try JSONLine.encode($0) }
      lines += try agreements.map { try JSONLine.encode(RunLine.agreement($0)) }
      if let end { lines.append(try JSONLine.encode(RunLine.end(end))) }
      return lines.map { $0 + "\n" }.joined()
    }
  }

  /// The run as reports show it: what was planned and has no result is missing.
  ///
  /// - Parameter part: where given, only what this part of the run was to do counts.
  package func report(part: Shard? = nil) -> RunReport {
    var known: Set<ResultKey> = []
    var records = results
    for result in results { known.insert(ResultKey(result)) }
    for plan in plans where part == nil || plan.part == part {
      for runtime in identity.runtimes
      where !known.contains(ResultKey(plan.case, runtime.name)) {
        records.append(plan.missing(runtime.name, reason: reason(for: plan)))
      }
    }
    var report = RunReport(
      identity: identity, records: Self.sorted(records, identity),
      end: end ?? RunEnd(stop: .interrupted))
    report.agreements = agreements
    return report
  }

  private func reason(for plan: PlannedCase) -> String {
    if let part = plan.part, !identity.parts.contains(where: { $0.shard == part }) {
      return "part \(part) of the run is lost"
    }
    return end == nil
      ? "the run ended without a word before this case"
      : "the run was interrupted before this case"
  }

  package static func sorted(_ records: [CaseRecord], _ identity: RunIdentity) -> [CaseRecord] {
    let order = Dictionary(
      identity.runtimes.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    func rank(_ record: CaseRecord) -> Int { order[record.runtime] ?? order.count }
    return records.sorted {
      $0.case != $1.case ? $0.case < $1.case : rank($0) < rank($1)
    }
  }
}

/// A case on a runtime.
package struct ResultKey: Sendable, Hashable {
  package let `case`: CaseID
  package let runtime: String

  package init(_ id: CaseID, _ runtime: String) {
    `case` = id
    self.runtime = runtime
  }

  package init(_ record: CaseRecord) { self.init(record.case, record.runtime) }
}

/// Why a run's record could not be read.
package enum RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  case unreadable(path: String)
  case empty(path: String)
  case line(path: String, number: Int, String)
  /// It was ended, but holds less than was run.
  case damaged(path: String, found: Int, of: Int)

  package var description: String {
    switch self {
    case .unreadable(let path): "'\(path)' can't be read."
    case .empty(let path): "'\(path)' holds no result: it is no results.jsonl of a run."
    case .line(let path, let number, let reason): "\(path), line \(number): \(reason)."
    case .damaged(let path, let found, let count):
      "'\(path)' is damaged: it holds \(found) of \(count), though it says how the run ended."
    }
  }
}
