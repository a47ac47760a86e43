internal import Synchronization

/// What to run, and under which limits.
package struct RunPlan: Sendable {
  package var cases: [SuiteCase]
  package var jobs: [RuntimeJob]
  package var limits: Limits
  package var stopsAtFirstUnexpected: Bool
  package var expectations: Expectations

  package init(
    cases: [SuiteCase], jobs: [RuntimeJob], limits: Limits = Limits(),
    stopsAtFirstUnexpected: Bool = false, expectations: Expectations = .none
  ) {
    self.cases = cases
    self.jobs = jobs
    self.limits = limits
    self.stopsAtFirstUnexpected = stopsAtFirstUnexpected
    self.expectations = expectations
  }

  package var total: Int { cases.count * jobs.count }
}

/// One runtime's part of a run.
package struct RuntimeJob: Sendable {
  package let name: String
  /// What runs: version, device, driver, precision.
  package let identity: String
  /// Cases in flight at once.
  package let width: Int

  package init(name: String, identity: String, width: Int) {
    self.name = name
    self.identity = identity
    self.width = max(1, width)
  }
}

/// What a case may use.
package struct Limits: Sendable, Hashable {
  /// For an operator's case; whole networks take ``modelFactor`` times as much.
  package var timeout: Duration
  /// Resident bytes of a worker.
  package var memory: Int

  package init(timeout: Duration = .seconds(60), memory: Int = 8 << 30) {
    self.timeout = timeout
    self.memory = memory
  }

  static let modelFactor = 10

  package func timeout(for suiteCase: SuiteCase) -> Duration {
    suiteCase.isModel ? timeout * Self.modelFactor : timeout
  }
}

/// Collects the records of a run, whatever order they come in.
package final class RecordSink: Sendable {
  private let state: Mutex<State>
  private let expectations: Expectations
  private let stopsAtFirstUnexpected: Bool
  private let onRecord: @Sendable (CaseRecord) -> Void

  private struct State {
    var records: [Key: CaseRecord] = [:]
    var stop: StopCause?
  }

  private struct Key: Hashable {
    let id: CaseID
    let runtime: String
  }

  /// Why a run ends before its last case.
  package enum StopCause: Sendable, Equatable {
    case interrupted
    case failFast
    /// Workers could not be started, or the device is gone for good.
    case infrastructure(String)
  }

  /// - Parameter onRecord: hears of each record, in the order of their arrival.
  package init(_ plan: RunPlan, onRecord: @escaping @Sendable (CaseRecord) -> Void = { _ in }) {
    state = Mutex(State())
    expectations = plan.expectations
    stopsAtFirstUnexpected = plan.stopsAtFirstUnexpected
    self.onRecord = onRecord
  }

  package func add(_ record: CaseRecord) {
    let record = expectations.applied(to: record)
    let isNew = state.withLock { state in
      if stopsAtFirstUnexpected && record.outcome != .asExpected && state.stop == nil {
        state.stop = .failFast
      }
      return state.records.updateValue(
        record, forKey: Key(id: record.case, runtime: record.runtime))
        == nil
    }
    if isNew { onRecord(record) }
  }

  package func stop(_ cause: StopCause) {
    state.withLock { $0.stop = $0.stop ?? cause }
  }

  package var stopCause: StopCause? { state.withLock { $0.stop } }

  /// One record a case and runtime of the plan, sorted: what has no result is `missing`, what was
  /// left out is `skipped`.
  package func complete(_ plan: RunPlan) -> [CaseRecord] {
    let (records, stop) = state.withLock { ($0.records, $0.stop) }
    return plan.cases.flatMap { suiteCase in
      plan.jobs.map { job in
        if let record = records[Key(id: suiteCase.id, runtime: job.name)] { return record }
        return expectations.applied(to: absent(suiteCase, job.name, stop))
      }
    }
  }

  private func absent(_ suiteCase: SuiteCase, _ runtime: String, _ stop: StopCause?) -> CaseRecord {
    switch stop {
    case .failFast:
      CaseRecord(
        suiteCase, runtime: runtime, .skipped,
        reason: "the run stopped at the first unexpected result, as asked")
    case .interrupted:
      CaseRecord(
        suiteCase, runtime: runtime, .missing, reason: "the run was interrupted before this case")
    case .infrastructure(let reason):
      CaseRecord(suiteCase, runtime: runtime, .missing, reason: reason)
    case nil:
      CaseRecord(
        suiteCase, runtime: runtime, .missing, reason: "the worker gave no result for this case")
    }
  }
}
