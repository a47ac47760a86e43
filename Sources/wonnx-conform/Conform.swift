import ArgumentParser
import Glibc
import Harness
import Operators

@main
struct Conform: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wonnx-conform",
    abstract: "Runs ONNX conformance suites through the project's runtimes and judges the results.",
    discussion: """
      Without a subcommand it runs a suite: 'wonnx-conform --ops Conv,MatMul' is \
      'wonnx-conform run --ops Conv,MatMul'.
      """,
    version: "wonnx-conform \(Version.current)",
    subcommands: [
      RunCommand.self, InferCommand.self, GenerateCommand.self, FuzzCommand.self,
      ReduceCommand.self, MutateCommand.self, BitsCommand.self, DescendCommand.self,
      TraceCommand.self, DiffCommand.self, MergeCommand.self, JudgeCommand.self,
      OptimizeCommand.self, GraphCommand.self, ConcurrencyCommand.self, BenchCommand.self,
      TuneCommand.self, AdapterCommand.self, InfoCommand.self, DevicesCommand.self,
      WorkerCommandLine.self, MeasureCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  static func main() async {
    // A file that meets the size limit of the shell is an error of that file.
    signal(SIGXFSZ, SIG_IGN)
    if let objection = KernelLevel.obeyEnvironment() {
      Terminal.note(objection)
      Glibc.exit(ExitStatus.usage.rawValue)
    }
    do {
      var command = try await asyncParseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      checkOutput()
    } catch {
      let code = exitCode(for: error)
      let message = fullMessage(for: error)
      if !message.isEmpty {
        Terminal.write(message + "\n", to: code.isSuccess ? STDOUT_FILENO : STDERR_FILENO)
      }
      if code.isSuccess { checkOutput() }
      Glibc.exit(ExitStatus.code(forParsers: code.rawValue))
    }
  }

  private static func checkOutput() {
    guard let reason = Terminal.outputError else { return }
    Terminal.note("Standard output can't be written: \(reason).")
    Glibc.exit(ExitStatus.infrastructure.rawValue)
  }
}
