import ArgumentParser
import Harness
import Importer
import ModelFiles

/// Says what a model file holds.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a model file holds, and whether it can run here.",
    discussion: """
      Example: wonnx-conform info model.onnx
      Exit status: 1 when an operator of the model is not supported, 2 when the file is no model.
      """)

  @Argument(help: "A model file, or a folder with model.onnx.") var model: String

  func run() throws {
    let path = Files.isFolder(model) ? "\(model)/model.onnx" : model
    let file: ModelFile
    do { file = try ModelFile(path: path) } catch {
      Terminal.note("\(error)")
      throw ExitCode(ExitStatus.usage.rawValue)
    }
    let summary = ModelSummary(file)
    Terminal.write(summary.text, to: 1)
    do { _ = try importGraph(file) } catch {
      Terminal.write("\nIt can't run here: \(error)\n", to: 1)
      throw ExitCode(ExitStatus.unexpected.rawValue)
    }
  }
}
