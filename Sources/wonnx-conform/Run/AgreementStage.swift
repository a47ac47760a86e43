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
    guard !plan.cases.isEmpty, sink.stopCause == nil else { return [] }
    guard let path = try? AdapterScratch.folder() else { return [] }
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
    return plan.cases.compactMap { suiteCase in
      check.agreement(of: suiteCase, among: plan.jobs.map(\.name))
    }
  }

  /// Whether a runtime's values are not the suite's, and another runtime has values too.
  private func isDisputed(_ id: CaseID, _ sink: RecordSink) -> Bool {
    let statuses = plan.jobs.compactMap { sink.record(ResultKey(id, $0.name))?.status }
    let withValues = statuses.filter { $0 == .pass || $0.family == "fail" }
    return withValues.count > 1 && withValues.contains { $0 != .pass }
  }
}
