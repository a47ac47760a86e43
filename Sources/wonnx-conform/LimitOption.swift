import ArgumentParser
import Glibc
import Harness
import Runtimes

/// How long a run of one model may take.
struct LimitOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seconds that a runtime may take to make a model ready, and for each run (default: no limit).",
      valueName: "seconds"))
  var timeout: Double?

  func validate() throws {
    guard timeout.map((0.001...1e7).contains) ?? true else {
      throw ValidationError(
        "--timeout is \(timeout ?? 0), expected 0.001 to 10000000 seconds.")
    }
  }

  /// The runtime, of which no run takes longer. Where one node goes on and on, the program ends.
  func limited(_ runtime: any Runtime) -> any Runtime {
    guard let timeout else { return runtime }
    let name = runtime.name
    return LimitedRuntime(
      runtime,
      TimeLimit(seconds: timeout) { sentence in
        Terminal.note("\(name): \(sentence).")
        Glibc.exit(ExitStatus.unexpected.rawValue)
      })
  }
}
