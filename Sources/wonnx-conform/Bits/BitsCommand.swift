import ArgumentParser
import Foundation
import Harness
import Runtimes
import VulkanRuntime

/// Says whether runtimes give the same bits.
struct BitsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bits",
    abstract: "Say in which cases two runtimes give the same bits.",
    discussion: """
      Examples:
        wonnx-conform bits                             cpu and vulkan, plain and optimised
        wonnx-conform bits --ops Conv,MatMul
        wonnx-conform bits --suite zoo --filter resnet
        wonnx-conform bits --runtime cpu,ort=onnxruntime
        wonnx-conform bits --json reports/bits.json    for the report's page

      No tolerance takes part: every bit of every output is held against the other's, a NaN being any \
      other NaN. The project's runtimes form sums in one written order \
      (Sources/Operators/SUMMATION.md), so a difference is a fault. Of the runtimes that are named, the \
      first is held against each other one. Where a device takes subnormal numbers for zero, an element may \
      differ if the interpreter gives the device's bits when it does so too; these are counted apart. \
      'wonnx-conform run' puts bits.json, where its reports' folder has it for the same commit and suite, \
      on its page.

      Exit status: 0 no element differs, 1 some do, or a runtime has no values where the other has; 2 \
      usage, 3 the suite can't be read, 4 workers or device failed.
      """)

  @OptionGroup(title: "Which cases") var which: SelectionOptions
  @OptionGroup(title: "What runs them") var what: RuntimeOptions
  @OptionGroup(title: "How they run") var how: ExecutionOptions

  @Option(help: ArgumentHelp("Write every comparison to a JSON file.", valueName: "file"))
  var json: String?

  func validate() throws {
    let defaults = ExecutionOptions.defaults
    if how.replays != defaults.replays {
      throw ValidationError(
        "--replays is \(how.replays), but bits runs each data set once: 'run' replays them.")
    }
  }

  func run() async throws {
    do {
      try Terminal.check(file: json)
      var command = try RunCommand.parse([])
      (command.which, command.what, command.how) = (which, what, how)
      command.what.computing.fused = what.fused ?? .exact
      command.how.replays = 0
      let report = try await BitsRun(command).run()
      Terminal.write(report.text, to: STDOUT_FILENO)
      if let json { try write(report, to: json) }
      guard report.isFine else { throw ExitCode(ExitStatus.unexpected.rawValue) }
    } catch let failure as Failure {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }

  private func write(_ report: BitsReport, to path: String) throws(Failure) {
    try Terminal.write(json: report, toFile: path)
  }
}
