import ArgumentParser

@main
struct Conform: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wonnx-conform",
    abstract: "Runs ONNX conformance suites through the project's runtimes and judges the results.",
    discussion: """
      Without a subcommand it runs a suite: 'wonnx-conform --ops Conv,MatMul' is \
      'wonnx-conform run --ops Conv,MatMul'.
      """,
    subcommands: [
      RunCommand.self, DiffCommand.self, MergeCommand.self, OptimizeCommand.self,
      ConcurrencyCommand.self, BenchCommand.self,
      InfoCommand.self, DevicesCommand.self, WorkerCommandLine.self, MeasureCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}
