import ArgumentParser
import Harness
import Inference
import Runtimes
import TensorFiles
import Tensors

/// What becomes of a model's outputs.
struct ResultOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the outputs: .npz, .h5 and .json hold all, .npy, .pb, .csv, .tsv and .txt one, a name "
        + "without an ending is a folder of output_0.pb, …; 'name=file' writes one output.",
      valueName: "file|name=file"))
  var output: [String] = []

  @Option(help: ArgumentHelp("Show the n largest scores of each row.", valueName: "n"))
  var top: Int?

  @Option(
    help: ArgumentHelp(
      "What scores stand for, a line each, for --top; of --steps, what tokens do.",
      valueName: "file"))
  var labels: String?

  @Flag(help: "Show --top's scores as shares of a row (softmax).") var softmax = false

  @Option(
    help: ArgumentHelp(
      "Hold the outputs against these: .npz, .h5 or .json by name, a folder with output_0.pb, …, or a file "
        + "with the only output.",
      valueName: "file|folder"))
  var compare: String?

  @Option(help: ArgumentHelp("The relative tolerance.", valueName: "x")) var rtol = 1e-3

  @Option(help: ArgumentHelp("The absolute tolerance.", valueName: "x")) var atol = 1e-7

  func validate() throws {
    if let objection = ToleranceRequest(rtol: rtol, atol: atol).objection(prefix: "--") {
      throw ValidationError("The command line \(objection).")
    }
    try BenchLimits.check([NumberOption("top", top ?? 1, in: BenchLimits.counts)])
    if top == nil, softmax {
      throw ValidationError("--softmax says how --top shows scores: --top is missing.")
    }
  }

  var judge: OutputJudge { OutputJudge(rtol: rtol, atol: atol) }

  /// The lines of ``labels``; `nil` where there are none.
  func labelTexts() throws(Failure) -> [String]? {
    guard let labels else { return nil }
    do throws(FeedError) { return try TensorFile(labels).texts() } catch {
      throw Failure(.usage, error.description)
    }
  }

  /// The output that `name=file` names, if any, and the file.
  private func target(
    of option: String, among names: [String]
  ) throws(FeedError) -> (name: String?, path: String) {
    // A name may have a '=' in it, and so may a file's.
    if let name = names.first(where: { option.hasPrefix("\($0)=") }) {
      return (name, String(option.dropFirst(name.count + 1)))
    }
    if let name = option.split(separator: "=").first, option.contains("=") {
      throw FeedError(
        "There is no output '\(name)'; there are "
          + names.map { "'\($0.onOneLine)'" }.joined(separator: ", ") + ".")
    }
    return (nil, option)
  }

  /// Makes sure, before a run, that the files can be written.
  func check(_ model: ModelInterface) throws(Failure) {
    var written: Set<String> = []
    do throws(FeedError) {
      for option in output {
        let path = try target(of: option, among: model.outputs.indices.map(model.outputName)).path
        guard written.insert(path).inserted else {
          throw FeedError("'\(path)' is to be written twice.")
        }
        let isFolder = try ValueWriting(path).isFolder
        do throws(FileError) {
          if isFolder { try Files.check(folder: path) } else { try Files.check(file: path) }
        } catch { throw FeedError("\(error).") }
      }
    } catch { throw Failure(.usage, error.description) }
  }

  /// Writes outputs where the options say, and gives the text of what to show.
  func present(_ outputs: [NamedValue], _ labels: [String]?) throws(Failure) -> String {
    do throws(FeedError) {
      var text = ""
      for option in output {
        let (name, path) = try target(of: option, among: outputs.map(\.name))
        try ValueWriting(path).write(outputs.filter { name == nil || $0.name == name })
        text += "written: \(path)\n"
      }
      guard let top else {
        return output.isEmpty ? outputs.map { OutputSummary($0).text }.joined() : text
      }
      for output in outputs {
        guard let tensor = output.value.tensor, tensor.dtype.isFloat, tensor.rank > 0 else {
          text += OutputSummary(output).text
          continue
        }
        let scores = try TopScores(
          tensor, of: output.name.onOneLine, count: top, labels: labels, appliesSoftmax: softmax)
        text += scores.text(of: output.name.onOneLine)
      }
      return text
    } catch { throw Failure(.usage, error.description) }
  }
}
