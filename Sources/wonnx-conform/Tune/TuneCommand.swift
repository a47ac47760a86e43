import ArgumentParser
import Harness

/// Times the kernels that a device can take and remembers the best.
struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Time a device's kernels on models and keep the best for later runs.",
    discussion: """
      Examples:
        wonnx-conform tune Conformance/suite/real/test_resnet50
        wonnx-conform tune model.onnx --set batch=1 --rounds 20
        wonnx-conform tune --dry-run --json - Conformance/suite/real/*

      For most products and convolutions there are several kernels with the same bits: tiles of other \
      shapes, the depth in slices. A run takes what was fastest on the device that the tables are from. \
      This command times each of them on this device, in the models as the optimizer leaves them, the \
      alternatives in turn so that a busy moment falls on all, and writes its choices beside the \
      pipeline cache. Later runs on this device and driver read them; nothing else changes, no bit of a \
      result.

      A model is a file or a folder with model.onnx. Inputs come from test_data_set_0 beside it; without \
      it they are zeros of the extents that the model, or --set, gives. Columns: 'nodes' of the model \
      that are this kind of work, 'table' and 'best' are medians of one run over all of them, 'gain' is \
      table over best.

      A file of choices that is damaged is said and not used. Exit status: 0, also where the device has \
      one kernel for everything; 1 when a model can't run; 2 usage; 4 when there is no device, none \
      that tells times, or the choices can't be written.
      """)

  @Argument(help: ArgumentHelp("Model files, or folders with model.onnx.", valueName: "model"))
  var models: [String]

  @Option(help: ArgumentHelp("Rounds over all alternatives.", valueName: "count"))
  var rounds = 9

  @Option(help: ArgumentHelp("Give a symbolic dimension an extent: batch=1.", valueName: "name=n"))
  var set: [String] = []

  @Flag(help: "Print the choices without keeping them.") var dryRun = false

  @Option(help: ArgumentHelp("Write every time to a JSON file, or to '-'.", valueName: "file"))
  var json: String?

  @OptionGroup var computing: ComputingOptions

  func validate() throws {
    try BenchLimits.check([NumberOption("rounds", rounds, in: BenchLimits.counts)])
  }

  func run() async throws {
    do throws(Failure) { try await Tuning(self).run() } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }
}
