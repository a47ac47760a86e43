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
        wonnx-conform --history reports/history        and say what changed since the run before
        wonnx-conform --resume                         go on where a killed run was
        wonnx-conform --shard 2/8 --output part-2      a part; 'wonnx-conform merge' joins them
        wonnx-conform --filter test_lstm --repeat 20 --shuffle 7 --bisect-company   hunt a flake

      What fails unexpectedly runs again, alone, up to three times: a pass then is a flake, which is \
      listed and counted but fails no run.

      Exit status: 0 all as expected, 1 unexpected results, 2 usage, 3 the suite lacks cases or \
      can't be read, 4 workers, device or disk failed, 5 nothing unexpected but passes; 129, 130, 143 \
      ended by SIGHUP, SIGINT, SIGTERM, with a report of what was done.
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

/// How far outputs may be from what is expected, where not as far as the suite says.
struct ToleranceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Judge by |a − e| ≤ atol + rtol · |e| with this rtol, whatever the suite says.",
      valueName: "share"))
  var rtol: Double?

  @Option(
    help: ArgumentHelp(
      "Judge with this atol, whatever the suite says.", valueName: "difference"))
  var atol: Double?

  @Option(
    help: ArgumentHelp(
      "Judge by |a − e| ≤ share · max |e|, of each output's largest number, and at least atol.",
      valueName: "share"))
  var relativeToLargest: Double?

  var request: ToleranceRequest {
    ToleranceRequest(rtol: rtol, atol: atol, relativeToLargest: relativeToLargest)
  }

  func validate() throws {
    if let objection = request.objection(prefix: "--") {
      throw ValidationError("The command \(objection).")
    }
  }
}

/// How cases are run.
struct ExecutionOptions: ParsableArguments {
  static let defaults = (timeout: 60.0, memory: 8.0, replays: 1)

  @Option(
    help: ArgumentHelp(
      "The suite: its folder, or the name of one in Conformance/suites, such as zoo "
        + "(default: WONNX_SUITE, else Conformance/suite).", valueName: "folder|name"))
  var suite: String?

  @OptionGroup var tolerance: ToleranceOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Workers at once (default: one a core for cpu, 1 for vulkan).", valueName: "count"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Seconds that a case may take; whole networks get ten times as many.", valueName: "seconds"))
  var timeout: Double = defaults.timeout

  @Option(
    help: ArgumentHelp(
      "Memory that a worker may hold, in GiB; mapped files do not count. Values and work on them "
        + "that would take more than seven eighths of it are refused beforehand.", valueName: "GiB")
  )
  var memory: Double = defaults.memory

  @Flag(help: "Stop at the first result that is not as expected.")
  var failFast = false

  @Flag(
    help: "Run in this process: quicker to start, but a crash ends the run and no timeout holds.")
  var inProcess = false

  @Option(
    help: ArgumentHelp(
      "Run each data set so often again in the prepared graph: the answer may not change by a bit.",
      valueName: "count"))
  var replays = defaults.replays

  @Option(
    help: ArgumentHelp(
      "Run every case so often, to hunt for flakes.", valueName: "count"))
  var `repeat` = 1

  @Option(
    help: ArgumentHelp(
      "Run the cases in another order, the same for the same number.", valueName: "seed"))
  var shuffle: UInt64?

  @Flag(
    help: """
      Find, for a case that fails only in company, the fewest cases that have to run before it.
      """)
  var bisectCompany = false

  func validate() throws {
    func check<T: Comparable>(
      _ name: String, _ value: T, _ range: ClosedRange<T>, _ bounds: String
    ) throws {
      guard range.contains(value) else {
        throw ValidationError("--\(name) is \(value), expected \(bounds).")
      }
    }
    if let jobs { try check("jobs", jobs, 1...1024, "1 to 1024") }
    try check("timeout", timeout, 0.001...1e7, "0.001 to 10000000 seconds")
    try check("memory", memory, 0.001...1e6, "0.001 to 1000000 GiB")
    try check("replays", replays, 0...10_000, "0 to 10000")
    try check("repeat", `repeat`, 1...10_000, "1 to 10000")
    if bisectCompany && inProcess {
      throw ValidationError(
        "--bisect-company starts processes of its own, so it does not go with --in-process.")
    }
  }

  var limits: Limits {
    Limits(timeout: .seconds(timeout), memory: memoryByteCount)
  }

  /// What values may take of a worker's memory; the rest is for the program and its files.
  var budget: MemoryBudget {
    MemoryBudget(byteCount: min(memoryByteCount / 8 * 7, MemoryBudget.machine.byteCount))
  }

  private var memoryByteCount: Int { Int(memory * 1_073_741_824) }
}

/// What a run leaves behind.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print the chosen cases instead of running them.")
  var list = false

  @Option(
    help: ArgumentHelp(
      "The reports to write, of \(ReportFormats.names.joined(separator: ", ")); or all, or none.",
      valueName: "formats"))
  var report = "all"

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

  @Flag(
    help: """
      Change the expectations so that this run would have met them; what did not run stays as it is.
      """)
  var updateExpectations = false

  @Flag(
    help: """
      Go on with the unfinished run in the reports' folder, where there is one of the same cases, \
      program and devices, else begin anew.
      """)
  var resume = false

  @OptionGroup var past: HistoryOptions
}
