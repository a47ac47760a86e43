import ArgumentParser
import Glibc
import Harness
import Runtimes

/// Serves a run as one of its worker processes; not for people.
struct WorkerCommandLine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)

  @OptionGroup var what: RuntimeOptions
  @Option var replays = 1

  func run() async throws {
    let factory = RuntimeFactory(what.computing)
    do {
      let runtime = try factory.make(what.runtime.first ?? "cpu")
      let runner = CaseRunner(
        runtime: runtime, reference: factory.reference(for: runtime.name),
        loader: ModelFileLoader(),
        replayCount: replays)
      signal(SIGPIPE, SIG_IGN)
      try await WorkerMain.serve(runner)
    } catch let failure as Failure {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }
}
