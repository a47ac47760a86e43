import Foundation
import Harness
import Runtimes

/// Runs cases on all columns and holds the bits of their values against one another.
struct BitsRun {
  private let command: RunCommand
  private let terminal = Terminal.current()

  init(_ command: RunCommand) { self.command = command }

  func run() async throws(Failure) -> BitsReport {
    let start = Host.now
    try await GeneratedSuite.provide(for: command.how.suite)
    let places = Places(command.how.suite)
    let session = Session(command)
    let chosen = try session.choose(places)
    var factory = try RuntimeFactory(command.what)
    factory.keepsAdapters = false
    factory.budget = command.how.budget
    let columns = try factory.columns(command.what.runtime) { Terminal.note($0) }
    let pairs = try pairs(columns)
    let plan = RunPlan(
      cases: chosen.cases,
      jobs: columns.map {
        RuntimeJob(
          name: $0.name, identity: $0.runtime.identity, width: command.how.jobs ?? $0.width,
          timeout: $0.timeout)
      }, limits: command.how.limits,
      expectations: try session.loadExpectations(chosen.suite, columns, places).joined)
    let sink = try await record(plan, columns, by: command)
    var comparisons: [BitsComparison] = []
    for (a, b) in pairs {
      for suiteCase in plan.cases {
        guard let one = sink.record(ResultKey(suiteCase.id, a)),
          let other = sink.record(ResultKey(suiteCase.id, b))
        else { continue }
        comparisons.append(BitsComparison(one, other))
      }
    }
    return BitsReport(
      program: Version.program.name, host: Host.description, runAt: start,
      git: GitCheckout(places)?.state, suite: chosen.suite.release,
      runtimes: columns.map { .init(name: $0.name, identity: $0.runtime.identity) },
      comparisons: try await counted(comparisons, plan, columns))
  }

  /// Every other column with the CPU's, plain or optimised as it is; or the first that was named with
  /// each other one.
  private func pairs(_ columns: [Column]) throws(Failure) -> [(String, String)] {
    let names = columns.map(\.name)
    guard names.count > 1 else {
      throw Failure(
        .usage, "There is one runtime, '\(names.first ?? "")', and nothing to hold it against.")
    }
    guard command.what.runtime.isEmpty else { return names.dropFirst().map { (names[0], $0) } }
    return names.filter { !$0.hasPrefix("cpu") }.map { name in
      (name.hasSuffix(OptimizedName.suffix) ? "cpu" + OptimizedName.suffix : "cpu", name)
    }
  }

  private func record(
    _ plan: RunPlan, _ columns: [Column], by command: RunCommand, keeping folder: KeptOutputs? = nil
  ) async throws(Failure) -> RecordSink {
    let progress = Progress(total: plan.total, terminal: terminal)
    let sink = RecordSink(plan) { progress.note($0) }
    let interrupt = Interrupt()
    interrupt.onFirst { sink.stop(.interrupted) }
    await WorkerRun(
      plan,
      commands: columns.map { WorkerCommand(of: command, $0, keeping: folder, bounds: false) }
    ).run(into: sink)
    progress.finish()
    if let signal = interrupt.signal, let status = ExitStatus(rawValue: 128 + signal) {
      throw Failure(status, "The comparison was interrupted.")
    }
    if case .infrastructure(let reason)? = sink.stopCause { throw Failure(.infrastructure, reason) }
    return withExtendedLifetime(interrupt) { sink }
  }

  /// Runs what differs once more, with its values kept, to say how much of it does.
  private func counted(
    _ comparisons: [BitsComparison], _ plan: RunPlan, _ columns: [Column]
  ) async throws(Failure) -> [BitsComparison] {
    let disputed = Set(comparisons.filter { $0.outcome == .different }.map(\.case))
    guard !disputed.isEmpty else { return comparisons }
    var again = plan
    again.cases = plan.cases.filter { disputed.contains($0.id) }
    let path = try AdapterScratch.folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = KeptOutputs(path)
    _ = try await record(again, columns, by: command, keeping: folder)
    let check = BitsCheck(
      folder, flushed: try await flushed(again, columns, "\(path)/flushed"),
      loader: ModelFileLoader())
    let cases = Dictionary(again.cases.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    return comparisons.map { comparison in
      guard comparison.outcome == .different, let suiteCase = cases[comparison.case] else {
        return comparison
      }
      return check.counted(comparison, of: suiteCase)
    }
  }

  /// The interpreter's values when it takes subnormal numbers for zero, where some column does so.
  private func flushed(
    _ plan: RunPlan, _ columns: [Column], _ path: String
  ) async throws(Failure) -> KeptOutputs? {
    guard columns.contains(where: \.runtime.flushesSubnormals) else { return nil }
    var flushing = command
    flushing.what.computing.flushSubnormals = true
    let own = columns.filter { RuntimeKind.of($0.name)?.name == RuntimeKind.cpu.name }
    var again = plan
    again.jobs = plan.jobs.filter { job in own.contains { $0.name == job.name } }
    let folder = KeptOutputs(path)
    _ = try await record(again, own, by: flushing, keeping: folder)
    return folder
  }
}
