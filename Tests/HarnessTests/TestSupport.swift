import Foundation
import Graphs
import Runtimes
import Synchronization
import Tensors

@testable import Harness

/// A folder that goes with the object.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "harness-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult func write(_ name: String, _ text: String = "") throws -> String {
    try Files.write(text, to: "\(path)/\(name)")
    return "\(path)/\(name)"
  }

  /// A symbolic link, whatever it leads to.
  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
  }

  /// A case with these data files, all empty.
  func addCase(_ id: String, inputs: Int = 1, outputs: Int = 1) throws {
    try write("\(id)/model.onnx", "model")
    for index in 0..<inputs { try write("\(id)/test_data_set_0/input_\(index).pb") }
    for index in 0..<outputs { try write("\(id)/test_data_set_0/output_\(index).pb") }
  }
}

/// Gives the same graph for every model, and each data file the value of its name.
struct TestLoader: CaseLoader {
  var graph = Graph()
  var values: [String: Value] = [:]
  var error: LoadError?

  func source(_ path: String) throws(LoadError) -> ModelSource {
    if let error { throw error }
    return ModelSource(path: path, interface: ModelInterface(graph)) { graph }
  }

  func facets(_ path: String) throws(LoadError) -> CaseFacets { CaseFacets(operators: ["Relu"]) }

  func value(_ path: String, as type: ValueType?) throws(LoadError) -> Value {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    guard let value = values[name] else { throw LoadError(.load, "\(name) is not there") }
    return value
  }
}

/// A runtime whose every run does what the test says.
struct TestRuntime: Runtime {
  var name = "test"
  let identity = "a test's runtime"
  let body: @Sendable ([Value?]) throws(RuntimeError) -> [Value]

  @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
    Prepared(body: body)
  }

  private struct Prepared: PreparedGraph {
    let body: @Sendable ([Value?]) throws(RuntimeError) -> [Value]

    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      RunResult(outputs: try body(inputs), placements: [])
    }
  }
}

func vector(_ values: Float...) -> Value { .tensor(Tensor(vector: values)) }
