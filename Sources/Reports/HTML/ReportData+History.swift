internal import Harness

extension ReportData {
  /// The newest runs, and for each result that has a row what became of it in them.
  ///
  /// - `status`, `share`: by the result's place in `results`, ``StepCode``s; absent for a result
  ///   that always passed, or always used as much of its bound.
  /// - `time`: one text a result; empty where the times hardly differ.
  func history(_ records: [CaseRecord]) -> JSONText {
    let trail = report.context.trail
    guard !trail.runs.isEmpty else { return .null }
    var members: [(String, JSONText)] = [("runs", .array(trail.runs.map(run)))]
    guard thrift.keepsHistories, trail.runs.count > 1 else { return .object(members) }
    var families: [String: UInt8] = [:]
    var statuses: [(String, JSONText)] = []
    var shares: [(String, JSONText)] = []
    var times: [JSONText] = []
    for (number, record) in records.enumerated() {
      let steps = trail.steps[ResultKey(record)] ?? []
      guard !steps.isEmpty else {
        times.append(.string(""))
        continue
      }
      let status = StepCode.text(steps.map { StepCode.status($0, &families) })
      if status != "a" { statuses.append((String(number), .string(status))) }
      let share = StepCode.text(steps.map { StepCode.share($0?.budget) })
      if share.utf8.count > 1 { shares.append((String(number), .string(share))) }
      let base = (record.seconds * 1000).rounded(significant: 3)
      let time = StepCode.text(
        steps.map { $0.map { StepCode.time($0.milliseconds, against: base) } ?? StepCode.none })
      times.append(.string(time.utf8.count > 1 ? time : ""))
    }
    members += [
      ("status", .object(statuses)), ("share", .object(shares)), ("time", .array(times)),
    ]
    return .object(members)
  }

  /// `[id, time, commit, accepted, columns]`, a column a runtime of this run:
  /// `[passes, others, unexpected, flakes, seconds]`, or null.
  private func run(_ line: HistoryLine) -> JSONText {
    let columns = report.identity.runtimes.map { runtime -> JSONText in
      guard let column = line.runtimes.first(where: { $0.name == runtime.name }) else {
        return .null
      }
      let passes = column.counts["pass"] ?? 0
      return .array([
        .int(passes), .int(column.counts.values.reduce(0, +) - passes),
        .int(column.unexpectedCount), .int(column.flakeCount),
        .number(column.seconds.rounded(digits: 1)),
      ])
    }
    return .array([
      .string(line.id), .string(line.runAt),
      line.git.map { .string(String($0.commit.prefix(12))) } ?? .null,
      .int(line.isAccepted ? 1 : 0), .array(columns),
    ])
  }

  /// `[case, runtime, flake in this run, runs in which it was one, company, reason]`: this run's
  /// first, then the most frequent.
  var flakes: JSONText {
    let trail = report.context.trail
    var rows: [(record: CaseRecord, count: Int)] = []
    for record in report.records {
      let count = trail.flakes(of: ResultKey(record))
      if record.isFlake || record.marks.contains(.company) || count > 0 {
        rows.append((record, max(count, record.isFlake ? 1 : 0)))
      }
    }
    rows.sort {
      ($0.record.isFlake ? 0 : 1, -$0.count, $0.record.case, $0.record.runtime)
        < ($1.record.isFlake ? 0 : 1, -$1.count, $1.record.case, $1.record.runtime)
    }
    return .array(
      rows.prefix(Self.entryLimit).map { record, count in
        .array([
          .string(record.case.description), .int(runtimeNumber(record.runtime)),
          .int(record.isFlake ? 1 : 0), .int(count),
          record.company.map { .strings($0.prefix(20).map(\.description)) } ?? .null,
          record.isFlake ? record.reason.map { .string($0) } ?? .null : .null,
        ])
      })
  }
}
