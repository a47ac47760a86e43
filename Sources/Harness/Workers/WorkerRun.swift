internal import Dispatch
internal import Synchronization
internal import Tensors

/// Runs every case in worker processes, so that a crash, a hang or a lost device costs one case.
package struct WorkerRun: CaseExecutor {
  package let plan: RunPlan
  private let commands: [WorkerCommand]

  /// - Parameter commands: how to start a worker, one a job of the plan, in order.
  package init(_ plan: RunPlan, commands: [WorkerCommand]) {
    self.plan = plan
    self.commands = commands
  }

  package func run(into sink: RecordSink) async {
    for (job, command) in zip(plan.jobs, commands) {
      for round in 0..<plan.repeatCount {
        let cases = plan.order(round: round).filter {
          plan.repeatCount > 1 || !sink.has($0.id, on: job.name)
        }
        let slot = WorkerSlot(
          job: job, command: command, queue: CaseQueue(cases), sink: sink,
          limits: plan.limits(of: job))
        await withTaskGroup(of: Void.self) { group in
          for index in 0..<min(job.width, cases.count) {
            group.addTask { await Self.onThread("worker \(job.name) \(index)") { slot.run() } }
          }
        }
      }
    }
  }

  package func record(
    ofLast sequence: [SuiteCase], job: Int, tracesCrashes: Bool, sink: RecordSink
  ) async -> CaseRecord? {
    let slot = WorkerSlot(
      job: plan.jobs[job], command: tracesCrashes ? commands[job].tracing : commands[job],
      queue: CaseQueue([]), sink: sink, limits: plan.limits(of: plan.jobs[job]))
    return await Self.onThread("worker alone") { slot.record(ofLast: sequence) }
  }

  /// A slot blocks in poll, so it has a thread of its own, not one of the cooperative pool.
  private static func onThread<T: Sendable>(
    _ label: String, _ body: @escaping @Sendable () -> T
  ) async -> T {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: label).async { continuation.resume(returning: body()) }
    }
  }
}

/// The cases that no worker has taken yet.
final class CaseQueue: Sendable {
  private let waiting: Mutex<[SuiteCase]>

  init(_ cases: [SuiteCase]) { waiting = Mutex(cases.reversed()) }

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
  /// A worker that dies before it greets may have been ended by somebody; one after another is a
  /// fault.
  private static let startTries = 3
  /// Bytes of a worker's last words that its record keeps: of a backtrace, the innermost frames.
  private static let recordedLog = 4096

  func run() {
    var worker: WorkerProcess?
    var taken: [CaseID] = []
    while !sink.hasStopped(job.name), let next = queue.next() {
      if worker == nil {
        worker = start()
        taken = []
      }
      guard let current = worker else { return }
      guard let exchange = exchange(next, with: current) else { return }
      sink.add(exchange.record, after: taken)
      taken.append(next.id)
      if exchange.endsWorker { worker = nil }
    }
  }

  /// Runs cases in order, in one worker, and gives the last one's record.
  func record(ofLast sequence: [SuiteCase]) -> CaseRecord? {
    guard !sink.isInterrupted, var worker = start() else { return nil }
    var record: CaseRecord?
    for suiteCase in sequence {
      guard let exchange = exchange(suiteCase, with: worker) else { return nil }
      record = exchange.record
      guard exchange.endsWorker, suiteCase.id != sequence.last?.id else { continue }
      guard let next = start() else { return nil }
      worker = next
    }
    return record
  }

  struct Exchange {
    let record: CaseRecord
    let endsWorker: Bool
  }

  /// A worker that has greeted; without one the runtime is lost, since no case can be blamed.
  func start() -> WorkerProcess? {
    var reason = "a worker for \(job.name) ended or hung before it took a case"
    for _ in 0..<Self.startTries {
      let worker: WorkerProcess
      do { worker = try WorkerProcess(command) } catch {
        reason = error.reason
        break
      }
      switch receive(from: worker, within: Self.startTimeout) {
      case .line(Self.greeting): return worker
      case .stopped: return nil
      case .line, .end, .deadline, .memory:
        let log = worker.log.split(separator: "\n").last
        reason = log.map { String($0) } ?? reason
      }
    }
    sink.lose(job.name, reason)
    return nil
  }

  private func receive(from worker: WorkerProcess, within timeout: Duration) -> WorkerProcess.Event
  {
    worker.receive(within: timeout, memoryLimit: limits.memory) { sink.isInterrupted }
  }

  func exchange(_ suiteCase: SuiteCase, with worker: WorkerProcess) -> Exchange? {
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
      return Exchange(
        record: withLog(record, of: worker), endsWorker: record.status == .deviceLost)
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

  /// What a foreign runtime said on its standard error belongs to its failure.
  private func withLog(_ record: CaseRecord, of worker: WorkerProcess) -> CaseRecord {
    guard record.status != .pass, record.log == nil else { return record }
    var record = record
    let log = String(decoding: worker.log.utf8.suffix(Self.recordedLog), as: UTF8.self)
    record.log = log.isEmpty ? nil : log
    return record
  }

  private func blame(
    _ suiteCase: SuiteCase, _ status: Status, _ reason: String, _ worker: WorkerProcess
  ) -> Exchange {
    worker.end()
    var record = CaseRecord(suiteCase, runtime: job.name, status, reason: reason)
    let log = String(decoding: worker.log.utf8.prefix(Self.recordedLog), as: UTF8.self)
    record.log = log.isEmpty ? nil : log
    return Exchange(record: record, endsWorker: true)
  }

  /// A trap's own message, and the line it stands in, say more than its signal does.
  private static func lastWords(_ log: String, _ cause: String) -> String {
    let backtrace = Backtrace(log)
    return "the worker ended by \(cause) in this case"
      + (backtrace.message.map { ": \($0)" } ?? "")
      + (backtrace.place.map { " (\($0))" } ?? "")
  }

  private static func spelled(_ duration: Duration) -> String {
    let seconds = duration.seconds
    return seconds == seconds.rounded() ? "\(Int(saturating: seconds)) s" : "\(seconds) s"
  }
}
