import Graphs
import Harness
import Importer
import ModelFiles
import Optimizer
import Runtimes
import Tensors

/// What is timed.
enum Subject: Sendable, Hashable {
  case folder(String)
  case matmul(Int)

  /// `real/test_resnet50`, or `MatMul 1024³`.
  var name: String {
    switch self {
    case .folder(let folder): folder.split(separator: "/").suffix(2).joined(separator: "/")
    case .matmul(let size): "MatMul \(size)³"
    }
  }

  func graph(setting extents: [String: Int]) throws -> Graph {
    switch self {
    case .folder(let folder):
      try ModelFileLoader().graph("\(folder)/model.onnx").setting(extents)
    case .matmul: try importGraph(SquareProduct.model).setting(extents)
    }
  }

  /// The inputs of the first data set.
  func inputs(of graph: Graph) throws -> [Value?] {
    switch self {
    case .folder(let folder):
      let suiteCase = SuiteCase(
        id: CaseID(kind: "", name: folder), folder: folder, dataSetCount: 1, rtol: 0, atol: 0,
        facets: CaseFacets())
      return try suiteCase.feeds(set: 0, of: ModelInterface(graph), loader: ModelFileLoader())
        .inputs
    case .matmul(let size): return try SquareProduct.inputs(size: size)
    }
  }
}
