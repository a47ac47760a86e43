import ArgumentParser
import Exporter
import Graphs
import Harness
import Importer
import ModelFiles
import Optimizer
import Runtimes
import Tensors

/// Writes a model that computes the same in fewer steps.
struct OptimizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Optimise a model: fold constants, fuse and remove nodes, set dimensions and inputs.",
    discussion: """
      Examples:
        wonnx-conform optimize model.onnx -o small.onnx --trace
        wonnx-conform optimize model.onnx -o small.onnx --set batch=1 --set sequence=128
        wonnx-conform optimize model.onnx -o small.onnx --set-input mask=mask.pb --set-input k=5
        wonnx-conform optimize model.onnx -o typed.onnx --only none --infer-shapes
        wonnx-conform optimize model.onnx --only constant-folding --fold-with vulkan
        wonnx-conform optimize --list

      The result takes the same inputs and gives the same outputs under the same names. Without -o \
      nothing is written: the command says what it would do. Tensors of 1 GiB and more in all are \
      written into a file beside the model; those that lie in files beside the original stay there \
      where the result is written into its folder. Nodes of operators that this program does not do \
      stay as they are; --trace names them. The result imports the opset that the model imports, or a \
      later one under which every node means the same.

      Exit status: 0 done, 1 the model can't run or has no form in a file, 2 usage, 4 the device failed \
      or the file can't be written.
      """)

  @Argument(help: "A model file, or a folder with model.onnx.") var model: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String?

  @Flag(help: "Print every edit: which pass, why, what went and what came.")
  var trace = false

  @Flag(help: "Print the passes, what each does, and what it may do to numbers.")
  var list = false

  @Option(
    help: ArgumentHelp(
      "Run these passes alone, such as constant-folding,dead-nodes; 'none' runs none.",
      valueName: "passes"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Leave these passes out.", valueName: "passes"))
  var disable: [String] = []

  @Option(help: ArgumentHelp("What folds constants: cpu or vulkan.", valueName: "runtime"))
  var foldWith = "cpu"

  @Option(
    help: ArgumentHelp(
      "The Vulkan device: its number or part of its name (default: WONNX_DEVICE, else the best).",
      valueName: "device"))
  var device: String?

  @Option(help: ArgumentHelp("Give a symbolic dimension an extent: batch=1.", valueName: "name=n"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "Turn an input into a constant: a tensor file (mask=mask.pb) or numbers (k=5, axes=0,2).",
      valueName: "name=value"))
  var setInput: [String] = []

  @Flag(help: "Drop the types that the model declares for inner values before anything else.")
  var discardShapes = false

  @Flag(help: "Write the inferred types of inner values too.")
  var inferShapes = false

  @Flag(
    inversion: .prefixedNo,
    help: "Make constants of inputs that have defaults (default: only before IR version 4).")
  var fixDefaults: Bool?

  func run() async throws {
    do throws(Failure) {
      let passes = try catalog()
      guard !list else {
        Terminal.write(Self.table(passes), to: 1)
        return
      }
      let report = try await optimize(passes)
      Terminal.write(report, to: 1)
    } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }

  private func catalog() throws(Failure) -> PassCatalog {
    let factory = RuntimeFactory(precision: .native, device: device, requiresGPU: false)
    guard RuntimeFactory.plainNames.contains(foldWith) else {
      throw Failure(
        .usage,
        "--fold-with is '\(foldWith)', expected \(RuntimeFactory.plainNames.joined(separator: " or "))."
      )
    }
    return PassCatalog(folder: try factory.makeFolder(foldWith))
  }

  private func optimizer(_ catalog: PassCatalog) throws(Failure) -> Optimizer {
    func split(_ values: [String]) -> [String] {
      values.flatMap { $0.split(separator: ",").map { String($0) } }
    }
    if split(only) == ["none"] { return Optimizer([]) }
    do throws(UnknownPass) {
      return try catalog.optimizer(only: split(only), disabled: split(disable))
    } catch {
      let nearest = NearestNames.of(error.name, among: error.known, limit: 1).first
      throw Failure(
        .usage,
        "There is no pass '\(error.name)'"
          + (nearest.map { ": did you mean '\($0)'?" } ?? ".") + " See 'optimize --list'.")
    }
  }

  private func optimize(_ catalog: PassCatalog) async throws(Failure) -> String {
    let optimizer = try optimizer(catalog)
    try Terminal.check(file: output)
    guard let model else { throw Failure(.usage, "Which model? See 'optimize --help'.") }
    let path = Files.isFolder(model) ? "\(model)/model.onnx" : model
    let file: ModelFile
    do { file = try ModelFile(path: path) } catch { throw Failure(.usage, "\(error)") }
    let clock = ContinuousClock()
    let start = clock.now
    let graph = try prepared(file)
    let optimized: OptimizedGraph
    do throws(PassError) { optimized = try await optimizer.optimize(graph, isForFile: true) } catch
    {
      if case .runtime = error { throw Failure(.infrastructure, "\(path): \(error).") }
      throw Failure(.unexpected, "\(path): \(error).")
    }
    let seconds = (clock.now - start).seconds
    var text = trace ? Self.text(optimized.trace) : ""
    for contradiction in optimized.contradictions {
      Terminal.note("warning: \(contradiction); what the node makes counts.")
    }
    text += Self.summary(optimized.trace, path, seconds)
    guard let output else { return text }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    if let taken = file.externalFiles.first(where: { Files.areSame(output, folder + $0) }) {
      throw Failure(.usage, "\(output) is '\(taken)', which holds tensors of \(path).")
    }
    var exported: ModelFile
    do {
      exported = try exportModel(
        optimized.graph, like: file, types: inferShapes ? .ofAllValues : .ofInterface)
    } catch { throw Failure(.unexpected, "\(path): \(error).") }
    if Files.areBeside(output, path) { exported.keepLocations(of: file) }
    do {
      let data = try exported.write(to: output, spillingFrom: 1 << 30)
      return text + "Written: \(output)" + (data.map { ", its tensors beside it in \($0)" } ?? "")
        + "\n"
    } catch { throw Failure(.infrastructure, "\(error)") }
  }

  /// The graph with the options about inputs and types applied.
  private func prepared(_ file: ModelFile) throws(Failure) -> Graph {
    var graph: Graph
    do { graph = try importGraph(file, calls: .kept, foreign: .kept) } catch {
      throw Failure(.unexpected, "\(error)")
    }
    do {
      if discardShapes { graph = graph.discardingShapes() }
      // Before IR version 4 every initializer had to be an input, whether it was meant as one or not.
      if fixDefaults ?? (file.irVersion < 4) { graph = graph.fixingDefaults() }
      for option in setInput {
        let (name, text) = try ExtentOption.pair(option, "--set-input")
        guard let id = graph.inputs.first(where: { graph.names[$0] == name }) else {
          throw PreparationError.unknownInput(
            name, known: graph.inputs.map { graph.names[$0] ?? "" })
        }
        let input = ModelInterface.Port(name: name, type: graph.types[id])
        graph = try graph.fixing(name, to: FeedOptions.tensor(text, for: input))
      }
      return try graph.setting(try ExtentOption.extents(set))
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.usage, "\(error).")
    }
  }

  private static func table(_ catalog: PassCatalog) -> String {
    TextTable.wrapped(
      [["pass", "what it does", "numbers"]]
        + catalog.all.map { [$0.name, $0.summary, $0.effect.description] }, widths: [24, 35, 37]
    ).joined(separator: "\n") + "\n"
  }

  private static func text(_ trace: OptimizationTrace) -> String {
    trace.foreign.map { "\($0) is left alone: this program does not do its operator\n" }.joined()
      + trace.steps.map { step in
        var lines = ["\(step.pass) (round \(step.round), graph '\(step.graph)'): \(step.reason)"]
        if !step.removed.isEmpty { lines.append("  - \(step.removed.joined(separator: ", "))") }
        if !step.added.isEmpty { lines.append("  + \(step.added.joined(separator: ", "))") }
        return lines.joined(separator: "\n") + "\n"
      }.joined()
  }

  private static func summary(_ trace: OptimizationTrace, _ path: String, _ seconds: Double)
    -> String
  {
    let edits = trace.counts.map { "\($0.pass) \($0.count)" }
    return "\(path): \(trace.nodeCountBefore) nodes before, \(trace.nodeCountAfter) after, "
      + "\(Milliseconds.text(seconds * 1000)); "
      + (edits.isEmpty ? "nothing to change" : edits.joined(separator: ", "))
      + (trace.foreign.isEmpty
        ? "" : "; \(trace.foreign.count) of operators that this program does not do are left alone")
      + (trace.isExact
        ? "; every bit of the results stays.\n" : "; results may differ in rounding.\n")
  }
}
