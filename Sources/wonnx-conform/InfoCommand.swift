import ArgumentParser
import Graphs
import Harness
import Importer
import ModelFiles
import Optimizer
import Runtimes

/// Says what a model file holds, and how a runtime would run it.
struct InfoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Say what a model file holds, whether it can run here, and how.",
    discussion: """
      Examples:
        wonnx-conform info model.onnx
        wonnx-conform info model.onnx --plan
        wonnx-conform info model.onnx --plan --runtime vulkan+opt --set batch=1

      With --plan: each step with what it makes, the memory of all values that live while it runs, and \
      where it runs.

      Exit status: 1 when the model can't run here, 2 when the file is no model or usage, 4 when the \
      runtime can't be had.
      """)

  @Argument(help: "A model file, or a folder with model.onnx.") var model: String

  @Flag(help: "Print the plan that a runtime makes of it.") var plan = false

  @Option(help: ArgumentHelp("The runtime that plans: cpu, cpu+opt, vulkan …", valueName: "name"))
  var runtime = "cpu"

  @Option(help: ArgumentHelp("Give a symbolic dimension an extent: batch=1.", valueName: "name=n"))
  var set: [String] = []

  @OptionGroup var computing: ComputingOptions

  func validate() throws {
    guard !plan, !set.isEmpty || runtime != "cpu" else { return }
    throw ValidationError("--runtime and --set say how to plan: --plan is missing.")
  }

  func run() async throws {
    do throws(Failure) { Terminal.write(try await text(), to: 1) } catch {
      Terminal.note(error.sentence)
      throw ExitCode(error.status.rawValue)
    }
  }

  private func text() async throws(Failure) -> String {
    let path = Files.isFolder(model) ? "\(model)/model.onnx" : model
    let file: ModelFile
    do { file = try ModelFile(path: path) } catch { throw Failure(.usage, "\(error)") }
    var graph: Graph
    do { graph = try importGraph(file) } catch {
      if !plan { Terminal.write(ModelSummary(file).text, to: 1) }
      throw Failure(.unexpected, "It can't run here: \(error)")
    }
    guard plan else { return ModelSummary(file).text }
    let extents = try ExtentOption.extents(set)
    do { graph = try graph.setting(extents) } catch { throw Failure(.usage, "\(error).") }
    var factory = RuntimeFactory(computing)
    factory.loadsConstants = false
    let made = try factory.make(runtime)
    let prepared: (any PreparedGraph)
    do throws(RuntimeError) { prepared = try await made.prepare(graph) } catch {
      throw Failure(.unexpected, "It can't run here: \(error)")
    }
    guard let plan = await prepared.plan else {
      throw Failure(.usage, "\(runtime) is no runtime of the project's own: it shows no plan.")
    }
    return PlanSummary(prepared: plan, runtime: runtime).text
  }
}
