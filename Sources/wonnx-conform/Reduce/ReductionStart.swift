import Graphs
import Harness
import Importer
import ModelFiles
import Optimizer
import Reduction
import Runtimes
import Tensors

/// The model that is reduced, with its inputs.
struct ReductionStart {
  private let path: String
  private let feeds: FeedOptions

  init(_ path: String, _ feeds: FeedOptions) {
    self.path = path
    self.feeds = feeds
  }

  func fed() throws(Failure) -> FedGraph {
    let model = Files.isFolder(path) ? "\(path)/model.onnx" : path
    let graph: Graph
    do {
      graph = try importGraph(try ModelFile(path: model), calls: .kept, foreign: .kept)
        .setting(try ExtentOption.extents(feeds.set))
    } catch let failure as Failure { throw failure } catch { throw Failure(.usage, "\(error)") }
    let given = try given(graph)
    do { return try FedGraph(graph: graph, given: given) } catch {
      throw Failure(.usage, "\(path): \(error)")
    }
  }

  /// What the options give, completed at random; without any, the data sets of the model's folder.
  private func given(_ graph: Graph) throws(Failure) -> [[Value?]] {
    let interface = ModelInterface(graph)
    let isGiven = !feeds.input.isEmpty || !feeds.data.isEmpty || feeds.randomRest
    guard !isGiven, Files.isFolder("\(path)/test_data_set_0") else {
      var feeds = feeds
      feeds.randomRest = true
      return [try feeds.feeds(for: interface)]
    }
    let count = Files.folders(in: path).count { $0.hasPrefix("test_data_set_") }
    var sets: [[Value?]] = []
    for set in 0..<count {
      let name = "test_data_set_\(set)"
      do {
        sets.append(
          try DataSetFolder("\(path)/\(name)", name: name)
            .inputs(of: interface, loader: ModelFileLoader()))
      } catch { throw Failure(.usage, "\(path): \(error)") }
    }
    return sets
  }
}
