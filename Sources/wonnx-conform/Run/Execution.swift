import Glibc
import Harness
import Reports
import Runtimes
import Tensors

/// The part of a run in which cases run: in workers or here, once or again.
struct Execution {
  private let command: RunCommand
  private let terminal: Terminal
  private let plan: RunPlan
  private let record: RunRecording
  private let columns: [Column]

  init(_ session: Session, _ plan: RunPlan, record: RunRecording, columns: [Column]) {
    command = session.command
    terminal = session.terminal
    self.plan = plan
    self.record = record
    self.columns = columns
  }

  /// What came of it.
  struct Outcome {
    let sink: RecordSink
    let end: RunEnd
    /// What interrupted the run.
    let signal: Int32?
    /// The run before, where there is a history.
    let last: RunRecord?
    let agreements: [Agreement]
    let dump: CaseArchive?
    let dumpPath: String?

    func finishDump() throws(Failure) {
      guard let dump, let path = dumpPath else { return }
      do { try dump.finish() } catch { throw Failure(.infrastructure, "\(error).") }
      Terminal.note("Values: \(path)")
    }
  }

  /// - Parameter interrupt: ends it early, and says by what.
  func run(_ interrupt: Interrupt) async throws(Failure) -> Outcome {
    let clock = ContinuousClock()
    let start = clock.now
    let progress = Progress(total: plan.total, done: record.prior.count, terminal: terminal)
    let sink = RecordSink(plan, prior: record.prior, journal: record.journal) {
      progress.note($0)
    }
    interrupt.onFirst { sink.stop(.interrupted) }
    let dump = try makeDump()
    let executor = executor(of: plan, observer: dump?.observer)
    await executor.run(into: sink)
    progress.finish()
    var end = RunEnd()
    if !command.how.failFast {
      (end.rerunCount, end.rerunsLeft) = await Reruns(executor, sink).run { Terminal.note($0) }
    }
    let last = lastRecord()
    if let last { await Retiming(executor, sink).run(since: last, record.identity) }
    if command.how.bisectCompany {
      await Company(executor, sink).bisect { Terminal.note($0) }
    }
    let agreements = await AgreementStage(plan) { plan, folder in
      self.executor(of: plan, keeping: folder)
    }.run(after: sink, interrupt) { Terminal.note($0) }
    end.stop = stop(of: sink)
    end.seconds = (clock.now - start).seconds
    return Outcome(
      sink: sink, end: end, signal: interrupt.signal, last: last, agreements: agreements,
      dump: dump, dumpPath: command.out.dump)
  }

  /// The run that this one will be compared with.
  private func lastRecord() -> RunRecord? {
    guard let folder = command.out.past.history else { return nil }
    let history = History(folder)
    let line = HistoryLine(RunRecord(identity: record.identity))
    return history.last(before: line).flatMap { try? history.record($0.id) }
  }

  /// - Parameter folder: takes the outputs, of a run that is about nothing else.
  private func executor(
    of plan: RunPlan, observer: (@Sendable (CaseRecord, CaseValues) -> Void)? = nil,
    keeping folder: KeptOutputs? = nil
  ) -> any CaseExecutor {
    guard command.how.inProcess || command.out.dump != nil else {
      return WorkerRun(
        plan, commands: columns.map { WorkerCommand(of: command, $0, keeping: folder) })
    }
    return LocalRun(
      plan,
      runners: columns.map {
        CaseRunner(
          runtime: $0.runtime, reference: $0.reference, loader: ModelFileLoader(),
          replayCount: folder == nil ? command.how.replays : 0, observer: observer ?? folder?.keep)
      })
  }

  private func makeDump() throws(Failure) -> CaseArchive? {
    guard let path = command.out.dump else { return nil }
    do {
      return try CaseArchive(
        creating: path, program: Version.program.name,
        runtimes: columns.map { .init(name: $0.name, identity: $0.runtime.identity) })
    } catch { throw Failure(.infrastructure, "\(error).") }
  }

  private func stop(of sink: RecordSink) -> RunStop? {
    switch sink.stopCause {
    case .interrupted: .interrupted
    case .failFast: .failFast
    case .infrastructure: .infrastructure
    case nil: nil
    }
  }
}
