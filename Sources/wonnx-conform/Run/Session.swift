import Glibc
import Harness
import Reports
import Runtimes

/// One run of a suite, from options to exit status.
struct Session {
  let command: RunCommand
  let terminal = Terminal.current()

  init(_ command: RunCommand) { self.command = command }

  func run() async throws(Failure) -> ExitStatus {
    try await GeneratedSuite.provide(for: command.how.suite)
    let places = Places(command.how.suite)
    let formats = try ReportChoice(command.out.report).formats
    let chosen = try choose(places)
    if command.out.list {
      let list = CaseList(cases: chosen.cases, isTable: isatty(STDOUT_FILENO) == 1)
      Terminal.write(list.text, to: STDOUT_FILENO)
      return .asExpected
    }
    var factory = try RuntimeFactory(command.what)
    factory.keepsAdapters = isInProcess
    factory.budget = command.how.budget
    let columns = try factory.columns(command.what.runtime) { Terminal.note($0) }
    let expectations = try loadExpectations(chosen.suite, columns, places)
    var plan = RunPlan(
      cases: chosen.cases,
      jobs: columns.map {
        RuntimeJob(
          name: $0.name, identity: $0.runtime.identity, width: command.how.jobs ?? $0.width,
          timeout: $0.timeout)
      },
      limits: command.how.limits, stopsAtFirstUnexpected: command.how.failFast,
      expectations: expectations.joined)
    plan.repeatCount = command.how.repeat
    plan.shuffleSeed = command.how.shuffle
    let identity = identity(chosen, columns, expectations, places)
    let writing = ReportWriting(
      output: command.out.output, past: command.out.past, formats: formats)
    try writing.checkBaseline()
    // Nothing is left half made from here on.
    let interrupt = Interrupt()
    let output = try writing.claim(resultCount: plan.cases.count * plan.jobs.count)
    var record = try begin(identity, chosen, formats, output)
    let concurrency = concurrency(identity.git)
    let (bits, mutation) = (bits(identity), mutation(identity))

    let execution = Execution(self, plan, record: record, columns: columns)
    let outcome = try await execution.run(interrupt)
    var report = RunReport(
      identity: record.identity, records: outcome.sink.complete(plan), end: outcome.end,
      concurrency: concurrency)
    (report.bits, report.mutation) = (bits, mutation)
    report.caseCoverage = CaseCoverage(folder: chosen.suite.root)
    report.identity.seconds += outcome.end.seconds
    for index in report.identity.parts.indices { report.identity.parts[index].end = outcome.end }
    report.plans = chosen.elsewhere
    report.agreements = outcome.agreements
    if let tolerance = record.identity.tolerance {
      record.notes.append("Judged with \(tolerance), whatever the suite says.")
    }
    if plan.repeatCount > 1 { record.notes.append("Every case ran \(plan.repeatCount) times.") }
    report.context = writing.context(
      of: report, expectations.sources, record.notes, places, last: outcome.last)
    Terminal.write(ConsoleSummary(report: report, terminal: terminal).text, to: STDOUT_FILENO)
    try writing.write(report, to: output, journal: record.journal)
    try outcome.finishDump()
    if case .infrastructure(let reason) = outcome.sink.stopCause { Terminal.note(reason) }
    if command.out.updateExpectations { try update(report, chosen.suite) }
    return try withExtendedLifetime(interrupt) { () throws(Failure) in
      try conclude(report, outcome.signal, places)
    }
  }

  /// What the shell is told: of a run that was cut short by a signal, which.
  private func conclude(
    _ report: RunReport, _ signal: Int32?, _ places: Places
  ) throws(Failure) -> ExitStatus {
    let isPlaced = try placementHolds(report, places)
    if let signal, let status = ExitStatus(rawValue: 128 + signal) { return status }
    let status = report.context.exit?.status ?? report.exitStatus
    let isGood = status == .asExpected || status == .unexpectedPasses
    return isGood && !isPlaced ? .unexpected : status
  }

  /// Writes the table of places, or holds the run against the one that is there.
  private func placementHolds(_ report: RunReport, _ places: Places) throws(Failure) -> Bool {
    let checks = PlacementCheck.all(report, places)
    guard let path = command.out.placement else {
      return try checks.map { check throws(Failure) in try check.run(terminal) }
        .allSatisfy { $0 }
    }
    guard let check = checks.first else {
      throw Failure(.usage, "There is no placement to write: no case ran on a Vulkan device.")
    }
    try check.write(to: path, suite: report.identity.suite)
    return true
  }

  /// Writes what would have been expected rightly. What did not run stays as it is said.
  private func update(_ report: RunReport, _ suite: Suite) throws(Failure) {
    let ids = Set(suite.cases.map(\.id.description))
    let edits: [(source: ExpectationsSource, edit: ExpectationEdit)]
    do throws(ExpectationError) { edits = try report.expectationEdits(ids: ids) } catch {
      throw Failure(.usage, error.description)
    }
    for (source, edit) in edits where !edit.isEmpty || !Files.exists(source.target) {
      do throws(FileError) { try Files.write(edit.text, to: source.target) } catch {
        throw Failure(.infrastructure, "\(error).")
      }
      Terminal.note("Expectations: \(source.target)")
    }
  }
}
