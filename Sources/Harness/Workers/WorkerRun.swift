internal import Dispatch
internal import Synchronization

/// Runs every case in worker processes, so that a crash, a hang or a lost device costs one case.
package struct WorkerRun: Sendable {
  package let plan: RunPlan
  private let commands: [WorkerCommand]

  /// - Parameter commands: how to start a worker, one a job of the plan, in order.
  package init(_ plan: RunPlan, commands: [WorkerCommand]) {
    self.plan = plan
    self.commands = commands
  }

  /// Runs until every case has a record or the sink says stop. The runtimes take their turns.
  package func run(into sink: RecordSink) async {
    for (job, command) in zip(plan.jobs, commands) {
      let queue = CaseQueue(plan.cases)
      await withTaskGroup(of: Void.self) { group in
        for index in 0..<min(job.width, plan.cases.count) {
          let slot = WorkerSlot(
            job: job, command: command, queue: queue, sink: sink, limits: plan.limits)
          group.addTask {
            // A slot blocks in poll, so it has a thread of its own, not one of the cooperative pool.
            await withCheckedContinuation { continuation in
              DispatchQueue(label: "worker \(job.name) \(index)").async {
                slot.run()
                continuation.resume()
              }
            }
          }
        }
      }
    }
  }
}

/// The cases that no worker has taken yet; whole networks first, since they take longest.
final class CaseQueue: Sendable {
  private let waiting: Mutex<[SuiteCase]>

  init(_ cases: [SuiteCase]) {
    waiting = Mutex((cases.filter(\.isModel) + cases.filter { !$0.isModel }).reversed())
  }

  func next() -> SuiteCase? { waiting.withLock { $0.popLast() } }
}

/// One worker after another, and the cases it takes.
struct WorkerSlot: Sendable {
  let job: RuntimeJob
  let command: WorkerCommand
  let queue: CaseQueue
  let sink: RecordSink
  let limits: Limits

  /// What a worker says when it can take cases.
  static let greeting = "ready"
  private static let startTimeout = Duration.seconds(60)

  func run() {
    var worker: WorkerProcess?
    while sink.stopCause == nil, let next = queue.next() {
      if worker == nil { worker = start() }
      guard let current = worker else { return }
      guard let record = exchange(next, with: current) else { return }
      let mustRestart = record.endsWorker
      sink.add(record.record)
      if mustRestart { worker = nil }
    }
  }

  private struct Exchange {
    let record: CaseRecord
    let endsWorker: Bool
  }

  /// A worker that has greeted; otherwise the run stops, since no case can be blamed.
  private func start() -> WorkerProcess? {
    let worker: WorkerProcess
    do { worker = try WorkerProcess(command) } catch {
      sink.stop(.infrastructure(error.reason))
      return nil
    }
    switch receive(from: worker, within: Self.startTimeout) {
    case .line(Self.greeting): return worker
    case .stopped: return nil
    case .line, .end, .deadline, .memory:
      let log = worker.log.split(separator: "\n").last.map(String.init)
      sink.stop(
        .infrastructure(log ?? "a worker for \(job.name) ended or hung before it took a case"))
      return nil
    }
  }

  private func receive(from worker: WorkerProcess, within timeout: Duration) -> WorkerProcess.Event
  {
    worker.receive(within: timeout, memoryLimit: limits.memory) { sink.stopCause == .interrupted }
  }

  private func exchange(_ suiteCase: SuiteCase, with worker: WorkerProcess) -> Exchange? {
    worker.forgetLog()
    let timeout = limits.timeout(for: suiteCase)
    guard let request = try? JSONLine.encode(suiteCase) else { return nil }
    let event = worker.send(request) ? receive(from: worker, within: timeout) : .end
    switch event {
    case .line(let line):
      guard let record = try? JSONLine.decode(CaseRecord.self, line), record.case == suiteCase.id
      else {
        return blame(
          suiteCase, .crash("protocol"), "the worker answered with something that is no record",
          worker)
      }
      return Exchange(record: record, endsWorker: record.status == .deviceLost)
    case .end:
      let cause = worker.reap()
      return blame(suiteCase, .crash(cause), Self.lastWords(worker.log, cause), worker)
    case .deadline:
      return blame(
        suiteCase, .timeout, "no result came within \(Self.spelled(timeout)); the worker was ended",
        worker)
    case .memory(let bytes):
      return blame(
        suiteCase, .error(.memory),
        "the worker held \(bytes >> 20) MiB, more than the \(limits.memory >> 20) MiB it may; it was "
          + "ended", worker)
    case .stopped: return nil
    }
  }

  private func blame(
    _ suiteCase: SuiteCase, _ status: Status, _ reason: String, _ worker: WorkerProcess
  ) -> Exchange {
    worker.end()
    var record = CaseRecord(suiteCase, runtime: job.name, status, reason: reason)
    record.log = worker.log.isEmpty ? nil : worker.log
    return Exchange(record: record, endsWorker: true)
  }

  /// A trap's own message says more than its signal does.
  private static func lastWords(_ log: String, _ cause: String) -> String {
    let line = log.split(separator: "\n").last { $0.contains("Fatal error") }
    return "the worker ended by \(cause) in this case"
      + (line.map { ": \($0.drop { $0 != "F" })" } ?? "")
  }

  private static func spelled(_ duration: Duration) -> String {
    let seconds = duration.seconds
    return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
  }
}
