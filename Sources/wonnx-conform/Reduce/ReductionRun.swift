import Graphs
import Harness
import Reduction
import Runtimes

/// A reduction, from options to the folder that it writes.
struct ReductionRun {
  private let command: ReduceCommand
  private let line = CountLine(terminal: .current())
  private let interrupt = Interrupt()

  init(_ command: ReduceCommand) { self.command = command }

  /// - Returns: whether there was something to reduce.
  func run() async throws(Failure) -> Bool {
    try checkOutput()
    let start = try ReductionStart(command.model, command.feeds).fed()
    let scratch = try AdapterScratch.folder()
    let subject = try subject(scratch)
    guard let reducible = try await subject.reducible(start) else {
      Terminal.write(
        "\(subject.names.joined(separator: " and ")) do not differ on it, nor does either when it runs "
          + "again.\n", to: 1)
      return false
    }
    let trials = trials(of: subject, reducible.shows)
    let clock = ContinuousClock()
    let begin = clock.now
    let small = await GraphShrinking(trials).smallest(of: reducible.start)
    line.finish()
    let progress = trials.progress
    let before =
      "a model of \(start.graph.totalNodeCount) nodes and \(start.elementCount) elements"
    let finding = try await subject.finding(small)
    try write(finding, before: before)
    Terminal.write(
      "\(finding.sentence)\n\(before): now \(small.graph.totalNodeCount) nodes and "
        + "\(small.elementCount) elements, after \(progress.trials) trials in "
        + "\(Milliseconds.text((clock.now - begin).seconds * 1000))"
        + (progress.isCutShort ? "; the budget ended it" : "")
        + "\nWritten: \(command.output)/{model.onnx,test_data_set_0,report.md,reproduce.py}\n",
      to: 1)
    if let signal = interrupt.signal, let status = ExitStatus(rawValue: 128 + signal) {
      throw Failure(status, "The reduction was interrupted; the folder has the smallest so far.")
    }
    return true
  }

  /// - Throws: where the folder holds what is not of a reduction.
  private func checkOutput() throws(Failure) {
    if Files.exists(command.output), !Files.isFolder(command.output) {
      throw Failure(.usage, "'\(command.output)' is a file: --output names a folder.")
    }
    let names = Files.names(in: command.output)
    guard !names.isEmpty else { return try Terminal.check(folder: command.output) }
    let isOurs = names.allSatisfy {
      Finding.fileNames.contains($0) || $0.hasPrefix("test_data_set_")
    }
    guard isOurs, Finding.fileNames.allSatisfy(names.contains) else {
      try Terminal.check(emptyFolder: command.output)
      return
    }
    Terminal.note("note: the reduction in '\(command.output)' will be replaced.")
  }

  private func subject(_ scratch: String) throws(Failure) -> any ReductionSubject {
    let timeout = Duration.seconds(command.timeout)
    if let check = command.check {
      return CheckedSubject(
        command: check, check: CommandCheck(check, timeout: timeout, scratch: scratch))
    }
    return try PairSubject(
      command.what, nearness: command.beyond.map { Nearness(share: $0 == 0 ? nil : $0) },
      plant: command.plant, timeout: timeout, scratch: scratch)
  }

  private func trials(
    of subject: any ReductionSubject, _ shows: @escaping @Sendable (FedGraph) async -> Bool
  ) -> Trials {
    let stop = StopFlag()
    interrupt.onFirst { stop.raise() }
    return Trials(
      budget: Trials.Budget(
        trials: command.trials, deadline: .now + .seconds(command.seconds),
        isStopped: { stop.isRaised })
    ) { [line] progress in
      line.show(
        "\(progress.trials) trials, \(progress.successes) smaller: \(progress.nodes) nodes, "
          + "\(progress.elements) elements")
    } values: {
      await subject.values(of: $0)
    } shows: {
      await shows($0)
    }
  }

  private func write(_ finding: Finding, before: String) throws(Failure) {
    let own = CommandLine.arguments.dropFirst().map(Replay.quoted).joined(separator: " ")
    let again =
      command.check == nil
      ? [
        "wonnx-conform reduce \(command.output)"
          + command.what.runtime.map { " --runtime \(Replay.quoted($0))" }.joined()
          + (command.plant.map { " --plant \(Replay.quoted($0))" } ?? "")
      ] : []
    let report = FindingReport(
      finding, before: before,
      commands: ["wonnx-conform \(own)"] + again + ["python \(command.output)/reproduce.py"],
      program: "\(Version.program.name), \(Host.description)")
    do { try finding.write(into: command.output, report) } catch {
      throw Failure(.infrastructure, "\(command.output) can't be written: \(error)")
    }
  }
}
