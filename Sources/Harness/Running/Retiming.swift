/// Times again, alone, what seems to have become slower than in an earlier run: a busy moment is no
/// change.
package struct Retiming: Sendable {
  private let executor: any CaseExecutor
  private let sink: RecordSink

  /// How often a case runs again, and how many do.
  static let attemptCount = 3
  static let caseLimit = 20

  package init(_ executor: any CaseExecutor, _ sink: RecordSink) {
    self.executor = executor
    self.sink = sink
  }

  /// - Parameters:
  ///   - last: the run to compare with.
  ///   - identity: that of the run that is being made.
  package func run(since last: RunRecord, _ identity: RunIdentity) async {
    guard sink.stopCause == nil else { return }
    let now = RunRecord(identity: identity, results: sink.records)
    let cases = Dictionary(
      executor.plan.cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (job, runtime) in executor.plan.jobs.enumerated() {
      let entries = SpeedComparison(last, now, runtime: runtime.name)?.entries ?? []
      for entry in entries.filter({ $0.group == .slower }).prefix(Self.caseLimit) {
        guard let suiteCase = cases[entry.case], !sink.isInterrupted else { continue }
        await time(suiteCase, job)
      }
    }
  }

  private func time(_ suiteCase: SuiteCase, _ job: Int) async {
    let key = ResultKey(suiteCase.id, executor.plan.jobs[job].name)
    guard var record = sink.record(key) else { return }
    for _ in 0..<Self.attemptCount {
      guard
        let again = await executor.record(
          ofLast: [suiteCase], job: job, tracesCrashes: false, sink: sink),
        again.status == .pass
      else { break }
      record.durations.replays.seconds += again.durations.replays.seconds
    }
    sink.replace(record)
  }
}
