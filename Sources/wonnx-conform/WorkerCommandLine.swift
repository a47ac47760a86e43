import ArgumentParser
import Glibc
import Harness
import Runtimes

/// Serves a run as one of its worker processes; not for people.
struct WorkerCommandLine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  @OptionGroup var what: RuntimeOptions
  @Option var replays = 1
  @Flag(inversion: .prefixedNo) var bounds = true
  /// Bytes that values may take.
  @Option var budget: Int?
  /// Leaves each case's outputs in a folder.
  @Option var keepOutputs: String?
  /// A fault that the runtime is to have.
  @Option var plant: String?

  func run() async throws {
    do {
      var factory = try RuntimeFactory(what)
      if let budget { factory.budget = MemoryBudget(byteCount: budget) }
      let column = try factory.column(what.runtime.first ?? "cpu")
      let runner = CaseRunner(
        runtime: try column.runtime.planted(plant), reference: column.reference,
        loader: ModelFileLoader(),
        replayCount: replays, judgesBounds: bounds,
        observer: keepOutputs.map { KeptOutputs($0).keep })
      signal(SIGPIPE, SIG_IGN)
      try await WorkerMain.serve(runner)
    } catch let failure as Failure {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }
}
