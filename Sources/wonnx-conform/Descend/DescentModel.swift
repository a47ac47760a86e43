import Descent
import Graphs
import Harness
import Importer
import ModelFiles
import Optimizer
import Runtimes
import Tensors

/// A model of the command line.
struct DescentModel {
  let source: ModelSource
  let graph: Graph
  /// The folder of a case whose model it is.
  private let folder: String

  /// - Parameter calls: whether functions' calls stay, whose steps a runtime of our own shows.
  init(
    _ model: String, _ feeds: FeedOptions, calls: FunctionCalls = .kept
  ) throws(Failure) {
    source = try feeds.source(model)
    let path = source.path
    folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    do {
      graph = try importGraph(try ModelFile(path: path), calls: calls)
        .setting(try ExtentOption.extents(feeds.set))
    } catch { throw Failure(.usage, "\(path): \(error)") }
  }

  func side(on runtime: any Runtime) -> DescentSide { DescentSide(source, graph, on: runtime) }

  /// What the options give; where they say nothing, the first data set beside the model.
  func inputs(_ feeds: FeedOptions) throws(Failure) -> [Value?] {
    let isSilent = feeds.input.isEmpty && feeds.data.isEmpty && !feeds.randomRest
    guard isSilent, Files.isFolder("\(folder)/test_data_set_0") else {
      return try feeds.feeds(for: source)
    }
    let suiteCase = SuiteCase(
      id: CaseID(kind: "", name: folder), folder: folder, dataSetCount: 1, rtol: 0, atol: 0,
      facets: CaseFacets())
    do throws(LoadError) {
      return try suiteCase.feeds(set: 0, of: source.interface, loader: ModelFileLoader()).inputs
    } catch { throw Failure(.usage, error.description) }
  }
}
