internal import Synchronization

/// Collects the records of a run, whatever order they come in.
package final class RecordSink: Sendable {
  private let state: Mutex<State>
  private let expectations: Expectations
  private let stopsAtFirstUnexpected: Bool
  private let journal: Journal?
  private let onRecord: @Sendable (CaseRecord) -> Void

  private struct State {
    var records: [ResultKey: CaseRecord] = [:]
    /// What ran before an unexpected result in its process.
    var company: [ResultKey: [CaseID]] = [:]
    var stop: StopCause?
    /// Runtimes whose workers can't be started, with the reason.
    var lost: [String: String] = [:]
  }

  /// Why a run ends before its last case.
  package enum StopCause: Sendable, Equatable {
    case interrupted
    case failFast
    /// Workers could not be started, the device is gone for good, or the disk is full.
    case infrastructure(String)
  }

  /// - Parameters:
  ///   - prior: results of the same run's first try.
  ///   - journal: takes each result as it comes; where it can't, the run ends.
  ///   - onRecord: hears of each record, in the order of their arrival.
  package init(
    _ plan: RunPlan, prior: [CaseRecord] = [], journal: Journal? = nil,
    onRecord: @escaping @Sendable (CaseRecord) -> Void = { _ in }
  ) {
    self.journal = journal
    self.expectations = plan.expectations
    stopsAtFirstUnexpected = plan.stopsAtFirstUnexpected
    self.onRecord = onRecord
    let expectations = plan.expectations
    let known = prior.filter(\.hasRun).map { (ResultKey($0), expectations.applied(to: $0)) }
    state = Mutex(State(records: Dictionary(known, uniquingKeysWith: { $1 })))
  }

  /// Takes a result; one more of the same case is one more attempt.
  ///
  /// - Parameter company: the cases that ran before in the same process.
  package func add(_ record: CaseRecord, after company: [CaseID] = []) {
    let key = ResultKey(record)
    let record = state.withLock { state in
      let earlier = state.records[key]
      let joined = expectations.applied(
        to: earlier?.joined(with: record, isAlone: false) ?? record)
      state.records[key] = joined
      if expectations.applied(to: record).isUnexpected && !company.isEmpty {
        state.company[key] = company
      }
      if stopsAtFirstUnexpected && joined.isUnexpected && state.stop == nil {
        state.stop = .failFast
      }
      return joined
    }
    tell(record)
  }

  /// Puts what further attempts found in a result's place.
  package func replace(_ record: CaseRecord) {
    let record = expectations.applied(to: record)
    state.withLock { $0.records[ResultKey(record)] = record }
    tell(record)
  }

  private func tell(_ record: CaseRecord) {
    journal?.add(record)
    if let error = journal?.error { stop(.infrastructure("\(error).")) }
    onRecord(record)
  }

  package func stop(_ cause: StopCause) {
    state.withLock { $0.stop = $0.stop ?? cause }
  }

  /// Gives up one runtime; the others go on.
  func lose(_ runtime: String, _ reason: String) {
    state.withLock { $0.lost[runtime] = $0.lost[runtime] ?? reason }
  }

  /// Why the run ends, or ended, early.
  package var stopCause: StopCause? {
    state.withLock { state in
      state.stop ?? state.lost.min { $0.key < $1.key }.map { .infrastructure($0.value) }
    }
  }

  /// Whether a runtime takes no further case.
  package func hasStopped(_ runtime: String) -> Bool {
    state.withLock { $0.stop != nil || $0.lost[runtime] != nil }
  }

  package var isInterrupted: Bool { state.withLock { $0.stop == .interrupted } }

  package func has(_ id: CaseID, on runtime: String) -> Bool {
    state.withLock { $0.records[ResultKey(id, runtime)] != nil }
  }

  package var records: [CaseRecord] { state.withLock { Array($0.records.values) } }

  package func record(_ key: ResultKey) -> CaseRecord? { state.withLock { $0.records[key] } }

  package func company(of key: ResultKey) -> [CaseID] {
    state.withLock { $0.company[key] ?? [] }
  }

  /// One record a case and runtime of the plan, sorted: what has no result is `missing`, what was
  /// left out is `skipped`.
  package func complete(_ plan: RunPlan) -> [CaseRecord] {
    let (records, stop, lost) = state.withLock { ($0.records, $0.stop, $0.lost) }
    return plan.cases.flatMap { suiteCase in
      plan.jobs.map { job in
        if let record = records[ResultKey(suiteCase.id, job.name)] { return record }
        return absent(suiteCase, job.name, stop, lost[job.name])
      }
    }
  }

  private func absent(
    _ suiteCase: SuiteCase, _ runtime: String, _ stop: StopCause?, _ lost: String?
  ) -> CaseRecord {
    let (status, reason): (Status, String) =
      switch (stop, lost) {
      case (.failFast?, _):
        (.skipped, "the run stopped at the first unexpected result, as asked")
      case (.interrupted?, _): (.missing, "the run was interrupted before this case")
      case (.infrastructure(let reason)?, _), (nil, let reason?): (.missing, reason)
      case (nil, nil): (.missing, "the worker gave no result for this case")
      }
    var record = expectations.applied(
      to: CaseRecord(suiteCase, runtime: runtime, status, reason: reason))
    // A case that a run's end left out is no regression; one that a worker lost is.
    if stop != nil || lost != nil { record.outcome = .notRun }
    return record
  }
}
