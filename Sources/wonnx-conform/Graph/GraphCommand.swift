import ArgumentParser
import Harness

/// Shows a model's graph, or what two graphs differ in.
struct GraphCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Show a model's graph as text or picture, before and after optimisation.",
    discussion: """
      Examples:
        wonnx-conform graph model.onnx                                   text: a node a line
        wonnx-conform graph model.onnx --format html -o model.html       a page to zoom and search
        wonnx-conform graph model.onnx --format dot | dot -Tpdf -o model.pdf
        wonnx-conform graph model.onnx --side-by-side                    what optimising changes
        wonnx-conform graph model.onnx --runtime vulkan+opt              where each node runs
        wonnx-conform graph old.onnx new.onnx                            what two models differ in

      The text has types, shapes, attributes that are not defaults, and of constants the first numbers and \
      a digest; bodies stand indented under their node. Two models, or --side-by-side, give a unified diff \
      of their texts, with --format html both pictures. SVG is drawn by Graphviz's dot where it is \
      installed (Debian: apt install graphviz), else here, more simply.

      Exit status: 0 done (of two models: they are the same), 1 two models differ, or the model can't run \
      on the runtime, 2 usage or an unreadable model, 4 a runtime can't be had or a file can't be written.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, dot, svg, html }

  @Argument(help: "A model file, or a folder with model.onnx; or two of them.")
  var models: [String]

  @Option(help: "What is written: text, dot, svg or html.") var format = Format.text

  @Flag(help: "Show the graph as the optimizer leaves it.") var optimized = false

  @Flag(help: "Show it before and after the optimizer, or a runtime's.") var sideBySide = false

  @Option(
    help: ArgumentHelp(
      "Show the graph that a runtime of the project's own runs, and where its nodes run.",
      valueName: "name"))
  var runtime: String?

  @Flag(help: "Put the nodes of the model's own functions in the place of their calls.")
  var inline = false

  @Option(help: ArgumentHelp("Give a symbolic dimension an extent: batch=1.", valueName: "name=n"))
  var set: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
  var output: String?

  @OptionGroup var computing: ComputingOptions

  func validate() throws {
    guard (1...2).contains(models.count) else {
      throw ValidationError("\(models.count) models are given, expected one or two.")
    }
    if optimized, runtime != nil {
      throw ValidationError(
        "--runtime shows its own graph: vulkan+opt is one behind the optimizer.")
    }
    let isPair = models.count == 2 || sideBySide
    if models.count == 2, sideBySide {
      throw ValidationError("--side-by-side is of one model, and two are given.")
    }
    if isPair, format == .dot || format == .svg {
      throw ValidationError("Two graphs are shown as --format text or html.")
    }
  }

  func run() async throws {
    let differs: Bool
    do throws(Failure) { differs = try await GraphDrawing(self).run() } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
    if differs, models.count == 2 { throw ExitCode(ExitStatus.unexpected.rawValue) }
  }
}
