import Dispatch
import Glibc
import Harness
import Reports
import Runtimes
import Tensors

/// One run of a suite, from options to exit status.
struct Session {
  let command: RunCommand
  let terminal = Terminal.current()

  init(_ command: RunCommand) { self.command = command }

  func run() async throws(Failure) -> ExitStatus {
    let places = Places(command.how.suite)
    let formats = try ReportFormat.parse(command.out.report)
    let (suite, cases) = try choose(places)
    if command.out.list {
      let list = CaseList(cases: cases, isTable: isatty(STDOUT_FILENO) == 1)
      Terminal.write(list.text, to: STDOUT_FILENO)
      return .asExpected
    }
    let (expectations, expectationsPath) = try loadExpectations(suite, places)
    let factory = RuntimeFactory(command.what)
    let runtimes = try factory.resolve(command.what.runtime) { Terminal.note($0) }
    let plan = RunPlan(
      cases: cases,
      jobs: runtimes.map {
        RuntimeJob(name: $0.name, identity: $0.identity, width: width(of: $0.name))
      },
      limits: Limits(
        timeout: .seconds(command.how.timeout),
        memory: Int(command.how.memory * 1_073_741_824)),
      stopsAtFirstUnexpected: command.how.failFast, expectations: expectations)
    let clock = ContinuousClock()
    let start = clock.now
    let runAt = Host.now
    let progress = Progress(total: plan.total, terminal: terminal)
    let sink = RecordSink(plan) { progress.note($0) }
    let interrupt = Interrupt { sink.stop(.interrupted) }
    let dump = try makeDump(runtimes)
    if isInProcess {
      let observer = dump?.observer
      let runners = runtimes.map {
        CaseRunner(
          runtime: $0, reference: factory.reference(for: $0.name), loader: ModelFileLoader(),
          observer: observer)
      }
      await LocalRun(plan, runners: runners).run(into: sink)
    } else {
      await WorkerRun(plan, commands: runtimes.map { workerCommand($0.name) }).run(into: sink)
    }
    interrupt.cancel()
    progress.finish()
    let report = RunReport(
      identity: RunReport.Identity(
        program: "wonnx-conform \(Version.current)", suite: suite.release, stamp: suite.stamp,
        suiteCount: suite.cases.count, selectedCount: cases.count,
        runtimes: runtimes.map { .init(name: $0.name, identity: $0.identity) },
        host: Host.description,
        isolation: isInProcess ? "in this process" : "worker processes",
        command: Replay.command(of: command), runAt: runAt, seconds: (clock.now - start).seconds),
      records: sink.complete(plan), stop: stop(of: sink), concurrency: try concurrency())
    Terminal.write(ConsoleSummary(report: report, terminal: terminal).text, to: STDOUT_FILENO)
    try write(report, formats)
    try finish(dump)
    if case .infrastructure(let reason) = sink.stopCause { Terminal.note(reason) }
    if command.out.updateExpectations {
      try update(expectationsPath, report, keeping: expectations)
    }
    let status = report.exitStatus
    let isPlaced = try placementHolds(report, places)
    let isGood = status == .asExpected || status == .unexpectedPasses
    return isGood && !isPlaced ? .unexpected : status
  }

  /// What `wonnx-conform concurrency` left in the reports' folder.
  private func concurrency() throws(Failure) -> ConcurrencyReport? {
    let path = "\(command.out.output)/concurrency.json"
    guard let text = Files.text(path) else { return nil }
    do { return try JSONLine.decode(ConcurrencyReport.self, text) } catch {
      throw Failure(.usage, "'\(path)' is not what 'wonnx-conform concurrency' writes: \(error)")
    }
  }

  /// Writes the table of places, or holds the run against the one that is there.
  private func placementHolds(_ report: RunReport, _ places: Places) throws(Failure) -> Bool {
    let check = PlacementCheck(report, places)
    guard let path = command.out.placement else { return try check?.run(terminal) ?? true }
    guard let check else {
      throw Failure(.usage, "There is no placement to write: no case ran on a Vulkan device.")
    }
    try check.write(to: path, suite: report.identity.suite)
    return true
  }

  /// Workers send records, not values: a dump needs the cases here.
  private var isInProcess: Bool { command.how.inProcess || command.out.dump != nil }

  private func makeDump(_ runtimes: [any Runtime]) throws(Failure) -> CaseArchive? {
    guard let path = command.out.dump else { return nil }
    do {
      return try CaseArchive(
        creating: path, program: "wonnx-conform \(Version.current)",
        runtimes: runtimes.map { .init(name: $0.name, identity: $0.identity) })
    } catch { throw Failure(.infrastructure, "\(error).") }
  }

  private func finish(_ dump: CaseArchive?) throws(Failure) {
    guard let dump, let path = command.out.dump else { return }
    do { try dump.finish() } catch { throw Failure(.infrastructure, "\(error).") }
    Terminal.note("Values: \(path)")
  }

  private func choose(_ places: Places) throws(Failure) -> (Suite, [SuiteCase]) {
    let suite: Suite
    do {
      suite = try Suite.load(
        places.suite, loader: ModelFileLoader(), tripwires: places.folders(named: "manifests"))
    } catch { throw Failure(.suite, error.description) }
    do { return (suite, try command.which.selection.choose(from: suite)) } catch {
      throw Failure(.usage, error.description)
    }
  }

  /// The expectations, and the file that an update writes.
  private func loadExpectations(
    _ suite: Suite, _ places: Places
  ) throws(Failure) -> (Expectations, String) {
    let name = suite.release.split(separator: " ").joined(separator: "-") + ".toml"
    let folders = places.folders(named: "expectations")
    let found = folders.map { "\($0)/\(name)" }.first(where: Files.exists)
    let path = command.out.expectations ?? found
    let target =
      path.map { Files.isFolder($0) ? "\($0)/\(name)" : $0 }
      ?? "\(folders.first ?? "Conformance/expectations")/\(name)"
    guard let path, !(command.out.updateExpectations && !Files.exists(path)) else {
      return (.none, target)
    }
    do {
      let expectations = try Expectations.load(path)
      if !command.out.updateExpectations { try expectations.check(against: suite, path: path) }
      return (expectations, target)
    } catch { throw Failure(.usage, error.description) }
  }

  private func width(of runtime: String) -> Int {
    command.how.jobs ?? (runtime.hasPrefix("cpu") ? Host.coreCount : 1)
  }

  private func workerCommand(_ runtime: String) -> WorkerCommand {
    var arguments = [
      "worker", "--runtime", runtime, "--precision", command.what.precision.rawValue,
    ]
    if let device = command.what.device { arguments += ["--device", device] }
    if command.what.requireGpu { arguments.append("--require-gpu") }
    return WorkerCommand(
      executable: Host.executable, arguments: arguments,
      // A crash's stack trace would take longer than most cases do.
      environment: ["SWIFT_BACKTRACE": "enable=no"])
  }

  private func stop(of sink: RecordSink) -> RunReport.Stop? {
    switch sink.stopCause {
    case .interrupted: .interrupted
    case .failFast: .failFast
    case .infrastructure: .infrastructure
    case nil: nil
    }
  }

  private func write(_ report: RunReport, _ formats: [ReportFormat]) throws(Failure) {
    do {
      for format in formats {
        try Files.write(format.render(report), to: "\(command.out.output)/\(format.fileName)")
      }
    } catch {
      throw Failure(
        .infrastructure, "The reports can't be written to '\(command.out.output)': \(error)")
    }
    guard let first = formats.first else { return }
    Terminal.note("Report: \(command.out.output)/\(first.fileName)")
  }

  private func update(
    _ path: String, _ report: RunReport, keeping kept: Expectations
  ) throws(Failure) {
    guard report.stop == nil, report.identity.selectedCount == report.identity.suiteCount else {
      throw Failure(
        .usage,
        "Expectations are written from whole runs only: this one left out cases of the suite.")
    }
    do { try Files.write(ExpectationWriter(report.records, keeping: kept).text, to: path) } catch {
      throw Failure(.infrastructure, "'\(path)' can't be written: \(error)")
    }
    Terminal.note("Expectations: \(path)")
  }
}

/// Ends a run at Ctrl-C: first in good order, at the second time at once.
struct Interrupt {
  private let source: any DispatchSourceSignal

  init(_ stop: @escaping @Sendable () -> Void) {
    signal(SIGINT, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    source = DispatchSource.makeSignalSource(
      signal: SIGINT, queue: DispatchQueue(label: "interrupt"))
    source.setEventHandler {
      stop()
      signal(SIGINT, SIG_DFL)
    }
    source.resume()
  }

  func cancel() { source.cancel() }
}
