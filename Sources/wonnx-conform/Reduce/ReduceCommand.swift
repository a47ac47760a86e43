import ArgumentParser
import Harness

/// Makes the smallest model that still shows what two runtimes differ in.
struct ReduceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reduce",
    abstract: "Make the smallest model that shows a difference, a crash, a hang or a refusal.",
    discussion: """
      Examples:
        wonnx-conform reduce model.onnx --runtime cpu,ort=onnxruntime
        wonnx-conform reduce path/to/a/case --runtime cpu,vulkan+opt --output small
        wonnx-conform reduce model.onnx --runtime cpu,mine=exec:./adapter --seconds 600
        wonnx-conform reduce path/to/a/case --check './shows.sh'

      The model is cut, its nodes, inputs, attributes and data sets are left out, bodies and functions \
      take their nodes' places, extents and numbers shrink, as long as the two runtimes differ in the \
      same: a NaN, an infinity, numbers that are far or a little off, a shape, a type, a crash by the same \
      signal, a hang, or an error of the same kind. What is left is a local minimum. Values that are cut \
      away become inputs, of each data set its own. Ctrl-C ends it with the smallest model so far.

      A command given by --check gets the model's path and the folder of the first data set as further \
      words, and says with exit status 0 that the model still shows it, as for git bisect run and creduce.

      The inputs are the data sets of a case's folder, where nothing else is given; what is given for a \
      model alone is completed by random numbers of --seed. Runtimes run in workers, which may crash; each \
      data set runs by itself. Where the two agree, the data sets, and the first once more, run one after \
      the other in one prepared graph: what an earlier run changes is reduced too. The result is a folder with model.onnx, its data and what the first runtime \
      gives, report.md for an issue, and reproduce.py, which builds the model and runs it with onnxruntime, \
      where that is one side, or onnx's reference evaluator.

      Exit status: 0 the two do not differ, 1 they do, 2 usage or an unreadable model, 4 a runtime can't \
      be had or a file can't be written, 130 interrupted.
      """)

  @Argument(help: "A model file, or a case's folder with model.onnx and test_data_set_0.")
  var model: String

  @OptionGroup(title: "What differs") var what: RuntimeOptions

  @Option(
    help: ArgumentHelp(
      "Instead of two runtimes, a command that says whether a model shows it.",
      valueName: "command"))
  var check: String?

  @Option(
    help: ArgumentHelp(
      "Have the second runtime get one node wrong, as descend --plant does.",
      valueName: "node=kind[@n]"))
  var plant: String?

  @Option(
    help: ArgumentHelp(
      "Differences of at most this share of an output's largest number are none (default: 0 where both "
        + "runtimes promise equal bits, else 1e-3).", valueName: "share"))
  var beyond: Double?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The folder to write; it is made, is empty, or holds an earlier reduction, which is replaced.",
      valueName: "folder"))
  var output = "reduced"

  @Option(help: ArgumentHelp("Seconds that it may take.", valueName: "n")) var seconds = 300

  @Option(help: ArgumentHelp("Models that may be tried.", valueName: "n")) var trials = 20_000

  @Option(help: ArgumentHelp("Seconds that one run may take; then it hangs.", valueName: "n"))
  var timeout = 30

  @OptionGroup(title: "What it takes") var feeds: FeedOptions

  func validate() throws {
    try BenchLimits.check([
      NumberOption("seconds", seconds, in: BenchLimits.seconds),
      NumberOption("trials", trials, in: BenchLimits.counts),
      NumberOption("timeout", timeout, in: BenchLimits.seconds),
    ])
    if let beyond, !(0..<1).contains(beyond) {
      throw ValidationError("--beyond is \(beyond), expected 0 or more and less than 1.")
    }
    if check != nil, !what.runtime.isEmpty {
      throw ValidationError("--check says what differs, and so does --runtime: give one of them.")
    }
  }

  func run() async throws {
    do throws(Failure) {
      let isFound = try await ReductionRun(self).run()
      if isFound {
        throw Failure(
          .unexpected,
          check == nil
            ? "The difference is a fault of one of the two." : "The small model shows it.")
      }
    } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }
}
