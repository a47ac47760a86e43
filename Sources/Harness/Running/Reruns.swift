/// Runs again, alone, what failed unexpectedly: a pass then is a flake, never silently green.
package struct Reruns: Sendable {
  private let executor: any CaseExecutor
  private let sink: RecordSink
  /// Cases of the plan, with those of other parts or runs left out.
  private let cases: [CaseID: SuiteCase]

  /// How often a case runs again, at most.
  static let attemptLimit = 3
  /// Beyond so many, something is broken for good, and the time is better spent looking at it.
  package static let caseLimit = 50

  package init(_ executor: any CaseExecutor, _ sink: RecordSink) {
    self.executor = executor
    self.sink = sink
    cases = Dictionary(
      executor.plan.cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter note: hears what is being done, once.
  /// - Returns: how many results ran again, and how many were left.
  package func run(note: (String) -> Void) async -> (rerun: Int, left: Int) {
    let waiting = RunRecord.sorted(sink.records.filter(Self.isSuspect), identity)
    guard !waiting.isEmpty, sink.stopCause != .interrupted, sink.stopCause != .failFast else {
      return (0, 0)
    }
    let chosen = waiting.prefix(Self.caseLimit)
    note(
      "Running \(chosen.count) unexpected \(chosen.count == 1 ? "result" : "results") again, alone"
        + (waiting.count > chosen.count ? ", of \(waiting.count)." : "."))
    var count = 0
    for record in chosen {
      guard !sink.isInterrupted else { break }
      await rerun(record)
      count += 1
    }
    return (count, waiting.count - count)
  }

  /// A missing operator stays missing however often one asks.
  private static func isSuspect(_ record: CaseRecord) -> Bool {
    record.isUnexpected && record.status != .pass && record.status != .unsupported && record.hasRun
  }

  private var identity: RunIdentity {
    RunIdentity(runtimes: executor.plan.jobs.map { .init(name: $0.name, identity: $0.identity) })
  }

  private func rerun(_ record: CaseRecord) async {
    guard let suiteCase = cases[record.case],
      let job = executor.plan.jobs.firstIndex(where: { $0.name == record.runtime })
    else { return }
    var joined = record
    for number in 0..<Self.attemptLimit {
      guard
        let again = await executor.record(
          ofLast: [suiteCase], job: job, tracesCrashes: number == 0, sink: sink)
      else { break }
      if number == 0, again.status == record.status, again.log != nil {
        joined.reason = again.reason
        joined.log = again.log
      }
      joined = joined.joined(with: again, isAlone: true)
      if again.status == .pass { break }
    }
    sink.replace(joined)
  }
}
