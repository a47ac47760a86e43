import GraphPictures
import Graphs
import Harness
import Importer
import ModelFiles
import Optimizer
import Reports
import Runtimes

/// What the graph command writes.
struct GraphDrawing {
  private let command: GraphCommand

  init(_ command: GraphCommand) { self.command = command }

  /// A graph as it is shown.
  private struct Shown {
    let heading: String
    let graph: Graph
    var placements: [NodePlacement] = []

    var text: String { GraphText(graph, placements: placements).text }
    var picture: Picture { Picture(graph, placements: placements) }
  }

  /// - Returns: whether two graphs are shown that differ.
  func run() async throws(Failure) -> Bool {
    try Terminal.check(file: command.output)
    let all = try await graphs()
    try write(try text(of: all))
    return all.count == 2 && all[0].text != all[1].text
  }

  private func graphs() async throws(Failure) -> [Shown] {
    var shown: [Shown] = []
    for path in command.models {
      let graph = try load(path)
      let changes = command.optimized || command.sideBySide || command.runtime != nil
      if !changes || command.sideBySide { shown.append(Shown(heading: path, graph: graph)) }
      if changes { shown.append(try await changed(graph, path)) }
    }
    return shown
  }

  private func load(_ path: String) throws(Failure) -> Graph {
    let model = Files.isFolder(path) ? "\(path)/model.onnx" : path
    do {
      let graph = try importGraph(
        try ModelFile(path: model), calls: command.inline ? .expanded : .kept, foreign: .kept)
      return try graph.setting(try ExtentOption.extents(command.set))
    } catch let failure as Failure { throw failure } catch { throw Failure(.usage, "\(error)") }
  }

  private func changed(_ graph: Graph, _ path: String) async throws(Failure) -> Shown {
    guard let runtime = command.runtime else {
      do {
        let optimized = try await PassCatalog.ofInterpreter.optimize(graph)
        return Shown(heading: "\(path), optimised", graph: optimized.graph)
      } catch { throw Failure(.unexpected, "\(path): \(error).") }
    }
    var factory = RuntimeFactory(command.computing)
    factory.loadsConstants = false
    let made = try factory.make(runtime)
    let prepared: any PreparedGraph
    do throws(RuntimeError) { prepared = try await made.prepare(graph) } catch {
      throw Failure(.unexpected, "\(path) can't run on \(runtime): \(error).")
    }
    guard let plan = await prepared.plan else {
      throw Failure(.usage, "\(runtime) is no runtime of the project's own: it shows no graph.")
    }
    if plan.placements == nil {
      Terminal.note("Where nodes run on \(runtime) is known only in a run: see --set.")
    }
    return Shown(
      heading: "\(path) on \(runtime)", graph: plan.plan.graph, placements: plan.placements ?? [])
  }

  private func text(of all: [Shown]) throws(Failure) -> String {
    switch command.format {
    case .text:
      guard all.count == 2 else { return all[0].text }
      let name = command.models[0].split(separator: "/").last.map(String.init) ?? "graph"
      return UnifiedDiff(path: name, from: all[0].text, to: all[1].text).text
        ?? "The graphs are the same.\n"
    case .dot: return DotText(all[0].picture).text
    case .svg: return try svg(all[0])
    case .html:
      var panes: [(heading: String, svg: String)] = []
      for shown in all { panes.append((shown.heading, try svg(shown))) }
      return GraphPage(title: command.models.joined(separator: ", "), panes: panes).text
    }
  }

  /// Drawn by Graphviz where it is there.
  private func svg(_ shown: Shown) throws(Failure) -> String {
    let path = (Terminal.environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
      .map { "\($0)/dot" }.first(where: Files.exists)
    guard let path else { return GraphSVG(shown.picture).text }
    do {
      let file = "\(try AdapterScratch.folder())/graph.dot"
      try Files.write(DotText(shown.picture).text, to: file)
      let drawn = try FinishedProcess.run(
        WorkerCommand(executable: path, arguments: ["-Tsvg", file]), timeout: .seconds(60))
      if drawn.isSuccess { return drawn.lines.joined(separator: "\n") + "\n" }
      Terminal.note("Graphviz's dot gave no picture (\(drawn.end)); it is drawn here.")
    } catch { Terminal.note("Graphviz's dot gave no picture (\(error)); it is drawn here.") }
    return GraphSVG(shown.picture).text
  }

  private func write(_ text: String) throws(Failure) {
    try Terminal.write(text, toFile: command.output ?? "-")
  }
}
