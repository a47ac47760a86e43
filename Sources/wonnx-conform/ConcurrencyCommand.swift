import ArgumentParser
import Harness

/// Shows that the optimizer and the runtimes satisfy strict concurrency.
struct ConcurrencyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "concurrency",
    abstract: "Show that the optimizer and the runtimes satisfy Swift's strict concurrency.",
    discussion: """
      Examples:
        wonnx-conform concurrency                            every check
        wonnx-conform concurrency --list                     what each of them claims
        wonnx-conform concurrency --only audit,fixtures
        wonnx-conform concurrency --json reports/concurrency.json

      At compile time: settings, audit, fixtures, forced-folding, unfolded. At run time: determinism, \
      cancellation, failure, waiting, priority, races. 'races' builds a program with ThreadSanitizer \
      in .build-sanitized, 'unfolded' the package without its trait ConstantFolding in \
      .build-unfolded; the first time takes minutes, later ones only what has changed. The others \
      take seconds.

      The checks compare this program's own build with the sources beside it, so they run from a \
      checkout, with the Swift toolchain on PATH and a Vulkan device. A check that can't be made is \
      never taken for one that held. 'wonnx-conform run' puts concurrency.json, where its reports' folder has \
      one, into the HTML report.

      Exit status: 0 every claim holds, 1 one does not, 2 usage, 4 a check could not be made.
      """)

  @Option(
    help: ArgumentHelp("Only these checks, such as audit,fixtures.", valueName: "names"))
  var only: [String] = []

  @Flag(help: "Print the checks and what they claim instead of making them.")
  var list = false

  @Option(
    help: ArgumentHelp(
      "Write what came of each check to a JSON file, or to '-'.", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "The package's folder (default: the one that holds the Conformance folder in use).",
      valueName: "folder"))
  var package: String?

  func run() async throws {
    do { throw ExitCode(try await ConcurrencyRun(self).run().rawValue) } catch let failure
      as Failure
    {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }
}
