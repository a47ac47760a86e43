import Foundation
import Harness

/// After a run: who agrees with whom in the cases in which some values are not the suite's. They run
/// once more, with their outputs kept.
struct AgreementStage {
  private let plan: RunPlan
  /// Makes an executor of a plan whose outputs go into a folder.
  private let executor: (RunPlan, KeptOutputs) -> any CaseExecutor

  init(_ plan: RunPlan, executor: @escaping (RunPlan, KeptOutputs) -> any CaseExecutor) {
    self.plan = plan
    self.executor = executor
  }

  /// - Parameter sink: the run's, which says what differs.
  func run(
    after sink: RecordSink, _ interrupt: Interrupt, note: (String) -> Void
  ) async -> [Agreement] {
    var plan = plan
    plan.cases = plan.cases.filter { isDisputed($0.id, sink) }
    plan.repeatCount = 1
    plan.stopsAtFirstUnexpected = false
    guard sink.stopCause == nil else { return [] }
    let alone = self.plan.cases.compactMap { loneDispute($0, sink) }
    guard !plan.cases.isEmpty, let path = try? AdapterScratch.folder() else { return alone }
    defer { try? FileManager.default.removeItem(atPath: path) }
    let count = plan.cases.count
    note(
      "Comparing the values of \(plan.jobs.count) runtimes in "
        + "\(count) \(count == 1 ? "case" : "cases").")
    let folder = KeptOutputs(path)
    let again = RecordSink(plan)
    interrupt.onFirst {
      sink.stop(.interrupted)
      again.stop(.interrupted)
    }
    await executor(plan, folder).run(into: again)
    let check = AgreementCheck(folder, loader: ModelFileLoader())
    let found = plan.cases.compactMap { suiteCase in
      check.agreement(of: suiteCase, among: plan.jobs.map(\.name))
    }
    return (found + alone).sorted { $0.case < $1.case }
  }

  /// Of one runtime that alone has values, and not the suite's, its result says all.
  private func loneDispute(_ suiteCase: SuiteCase, _ sink: RecordSink) -> Agreement? {
    let withValues = records(suiteCase.id, sink).filter { Self.hasValues($0.status) }
    guard withValues.count == 1, let record = withValues.first, record.status != .pass else {
      return nil
    }
    return Agreement(
      case: suiteCase.id, parties: [Agreement.expected, record.runtime],
      apart: [
        .init(a: Agreement.expected, b: record.runtime, reason: record.reason ?? "they differ")
      ])
  }

  /// Whether a runtime's values are not the suite's, and another runtime has values too.
  private func isDisputed(_ id: CaseID, _ sink: RecordSink) -> Bool {
    let withValues = records(id, sink).map(\.status).filter(Self.hasValues)
    return withValues.count > 1 && withValues.contains { $0 != .pass }
  }

  private func records(_ id: CaseID, _ sink: RecordSink) -> [CaseRecord] {
    plan.jobs.compactMap { sink.record(ResultKey(id, $0.name)) }
  }

  private static func hasValues(_ status: Status) -> Bool {
    switch status {
    case .pass: true
    // The values are the suite's, but come and go, or have other bits than they should.
    case .fail(.replay), .fail(.bits): false
    case .fail: true
    default: false
    }
  }
}
