import ArgumentParser
import Harness
import Reports
import Runtimes

/// Runs a suite and reports what came of it.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a conformance suite and judge the results (the default).",
    discussion: """
      Examples:
        wonnx-conform                                  everything, on every runtime there is
        wonnx-conform --ops Conv,MatMul                the cases of two operators
        wonnx-conform --filter 'test_conv_*' --list    which cases a glob stands for
        wonnx-conform --kind node --dtype f16 --opset 13.. --runtime vulkan --require-gpu
        wonnx-conform --in-process --runtime cpu --fail-fast --filter test_softmax
        wonnx-conform --suite path/to/my/cases         any folder of <kind>/<case>/model.onnx
        wonnx-conform --ops Softmax --dump softmax.h5  every value, for h5py and the like

      Exit status: 0 all as expected, 1 unexpected results, 2 usage, 3 the suite lacks cases or \
      can't be read, 4 workers or device failed, 5 nothing unexpected but passes, 130 interrupted.
      """)

  @OptionGroup(title: "Which cases") var which: SelectionOptions
  @OptionGroup(title: "What runs them") var what: RuntimeOptions
  @OptionGroup(title: "How they run") var how: ExecutionOptions
  @OptionGroup(title: "What comes out") var out: OutputOptions

  func run() async throws {
    do {
      let status = try await Session(self).run()
      throw ExitCode(status.rawValue)
    } catch let failure as Failure {
      Terminal.note(failure.sentence)
      throw ExitCode(failure.status.rawValue)
    }
  }
}

/// How cases are run.
struct ExecutionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The suite's folder (default: WONNX_SUITE, else Conformance/suite).", valueName: "folder"))
  var suite: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Workers at once (default: one a core for cpu, 1 for vulkan).", valueName: "count"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Seconds that a case may take; whole networks get ten times as many.", valueName: "seconds"))
  var timeout: Double = 60

  @Option(
    help: ArgumentHelp("Resident memory that a worker may hold, in GiB.", valueName: "GiB"))
  var memory: Double = 8

  @Flag(help: "Stop at the first result that is not as expected.")
  var failFast = false

  @Flag(
    help: "Run in this process: quicker to start, but a crash ends the run and no timeout holds.")
  var inProcess = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs is \(jobs), expected 1 or more.") }
    guard timeout > 0 else {
      throw ValidationError("--timeout is \(timeout), expected more than 0.")
    }
    guard memory > 0 else { throw ValidationError("--memory is \(memory), expected more than 0.") }
  }
}

/// What a run leaves behind.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print the chosen cases instead of running them.")
  var list = false

  @Option(
    help: ArgumentHelp(
      "The reports to write: html, jsonl, junit, md, or none.", valueName: "formats"))
  var report: String = "html,jsonl,junit,md"

  @Option(name: .shortAndLong, help: ArgumentHelp("The reports' folder.", valueName: "folder"))
  var output: String = "reports"

  @Option(
    help: ArgumentHelp(
      "What is expected other than passes: a file, or a folder of .toml files (default for a "
        + "release's suite: Conformance/expectations/<release>.toml).", valueName: "path"))
  var expectations: String?

  @Option(
    help: ArgumentHelp(
      "Write inputs, expected values, outputs and differences of the chosen cases to an HDF5 file; "
        + "the cases then run in this process.", valueName: "file.h5"))
  var dump: String?

  @Option(
    help: ArgumentHelp(
      "Write where each operator ran. Without it, the run is held against "
        + "Conformance/placement/<device>.tsv, and an operator that left the device fails it.",
      valueName: "file.tsv"))
  var placement: String?

  @Flag(help: "Write the expectations that this run would have met.")
  var updateExpectations = false
}
