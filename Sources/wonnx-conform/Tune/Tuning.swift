import Graphs
import Harness
import ModelFiles
import Optimizer
import Runtimes
import Tensors
import VulkanRuntime

/// A tuning, from options to the file of choices.
struct Tuning {
  let options: TuneCommand

  init(_ options: TuneCommand) { self.options = options }

  func run() async throws(Failure) {
    try Terminal.check(file: options.json)
    let runtime = try runtime()
    var trials: [KernelTrial] = []
    for model in options.models { trials += try await self.trials(of: model, on: runtime) }
    let report = TuneReport(device: runtime.identity, rounds: options.rounds, trials: trials)
    Terminal.write(report.text, to: 1)
    if !options.dryRun { try keep(trials, of: runtime) }
    guard let path = options.json else { return }
    try Terminal.write(json: report, toFile: path)
  }

  /// The Vulkan runtime, without what was chosen before.
  private func runtime() throws(Failure) -> VulkanRuntime {
    var factory = RuntimeFactory(options.computing)
    factory.tunes = true
    guard let runtime = try factory.make("vulkan") as? VulkanRuntime else {
      throw Failure(.infrastructure, "There is no Vulkan device to tune.")
    }
    guard runtime.profile.timestampPeriod > 0 else {
      throw Failure(.infrastructure, "\(runtime.profile.name) does not tell how long work takes.")
    }
    return runtime
  }

  private func trials(
    of model: String, on runtime: VulkanRuntime
  ) async throws(Failure) -> [KernelTrial] {
    let path = Files.isFolder(model) ? "\(model)/model.onnx" : model
    let graph: Graph
    do { graph = try ModelFileLoader().graph(path) } catch {
      throw Failure(.usage, error.description)
    }
    let extents = try ExtentOption.extents(options.set)
    do {
      let set = try graph.setting(extents)
      let inputs = try self.inputs(of: set, model)
      let fixed = set.fixingDefaults()
      let optimized = try await PassCatalog.ofInterpreter.optimize(fixed).graph
      let given = zip(set.inputs, inputs).filter { set.constants[$0.0] == nil }.map(\.1)
      return try await runtime.tune(optimized, given, rounds: options.rounds) {
        Terminal.note("\(model): \($0)")
      }
    } catch let failure as Failure { throw failure } catch {
      throw Failure(.unexpected, "\(model) can't run: \(error)")
    }
  }

  /// What the model's first data set feeds; without one, zeros.
  private func inputs(of graph: Graph, _ model: String) throws -> [Value?] {
    let parent = model.lastIndex(of: "/").map { String(model[..<$0]) } ?? "."
    let folder = Files.isFolder(model) ? model : parent
    if Files.isFolder("\(folder)/test_data_set_0") {
      let suiteCase = SuiteCase(
        id: CaseID(kind: "", name: folder), folder: folder, dataSetCount: 1, rtol: 0, atol: 0,
        facets: CaseFacets())
      return try suiteCase.feeds(set: 0, of: ModelInterface(graph), loader: ModelFileLoader())
        .inputs
    }
    return try graph.inputs.map { id in
      if graph.constants[id] != nil { return nil }
      guard let type = graph.types[id]?.tensor, let shape = type.shape else {
        throw Failure(
          .usage,
          "Input '\(graph.names[id] ?? "\(id.index)")' of \(model) has no extents: --set gives them, "
            + "or a test_data_set_0 beside the model.")
      }
      return .tensor(
        try Tensor(Elements(count: shape.count, dtype: type.dtype) { _ in }, shape: shape))
    }
  }

  private func keep(_ trials: [KernelTrial], of runtime: VulkanRuntime) throws(Failure) {
    guard !trials.isEmpty else { return }
    guard let table = runtime.kernelTable else {
      throw Failure(.infrastructure, "There is no cache to keep the choices in: HOME is not set.")
    }
    let choices = Dictionary(trials.map { ($0.site, $0.alternatives[$0.best]) }) { _, last in last }
    do { try table.add(choices, device: runtime.profile.identity) } catch {
      throw Failure(.infrastructure, "The choices can't be written: \(error)")
    }
    Terminal.note("Kept for later runs in \(table.path)")
  }
}
