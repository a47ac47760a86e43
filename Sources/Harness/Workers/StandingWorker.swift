internal import Dispatch
internal import Synchronization

/// A worker that runs one case after another as somebody asks; after a crash or a hang there is a new
/// one.
package final class StandingWorker: Sendable {
  private let slot: WorkerSlot
  private let current = Mutex<WorkerProcess?>(nil)
  private let queue: DispatchQueue

  package init(_ job: RuntimeJob, _ command: WorkerCommand, _ limits: Limits) {
    let plan = RunPlan(cases: [], jobs: [job], limits: limits)
    slot = WorkerSlot(
      job: job, command: command, queue: CaseQueue([]), sink: RecordSink(plan), limits: limits)
    queue = DispatchQueue(label: "standing worker \(job.name)")
  }

  /// The case's record; `nil` where no worker can be started.
  package func record(of suiteCase: SuiteCase) async -> CaseRecord? {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.run(suiteCase)) }
    }
  }

  private func run(_ suiteCase: SuiteCase) -> CaseRecord? {
    current.withLock { worker in
      guard let held = worker ?? slot.start(),
        let exchange = slot.exchange(suiteCase, with: held)
      else { return nil }
      worker = exchange.endsWorker ? nil : held
      return exchange.record
    }
  }
}
