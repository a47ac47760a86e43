import Foundation
import Graphs
import Harness
import ModelFiles
import Runtimes
import Tensors
import Testing

@testable import Adapters

/// Real processes: `Conformance/adapters/faulty/adapter.py`, which needs Python's library alone.
@Suite("A foreign runtime") struct FaultyAdapterTests {
  private static let adapter = URL(filePath: #filePath)
    .appending(path: "../../../Conformance/adapters/faulty/adapter.py").standardized.path

  /// Y = Relu(X) over six zeros: both `zeros` and `echo` answer right.
  private struct Bench {
    let folder: String
    let suiteCase: SuiteCase

    init() throws {
      folder = NSTemporaryDirectory() + "adapters-" + UUID().uuidString
      let data = "\(folder)/case/test_data_set_0"
      for path in [data, "\(folder)/scratch"] {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      }
      var graph = GraphProto()
      graph.name = "relu"
      let type = TypeProto(
        .tensor(DType.float.rawValue, dims: [DimensionProto(.value(2)), DimensionProto(.value(3))]))
      graph.nodes = [NodeProto("Relu", inputs: ["X"], outputs: ["Y"])]
      graph.inputs = [ValueInfoProto("X", type)]
      graph.outputs = [ValueInfoProto("Y", type)]
      try ModelFile(graph: graph, opset: 14).write(to: "\(folder)/case/model.onnx")
      let zeros = Value.tensor(try Tensor([Float](repeating: 0, count: 6), shape: [2, 3]))
      try zeros.write(to: "\(data)/input_0.pb")
      try zeros.write(to: "\(data)/output_0.pb")
      suiteCase = SuiteCase(
        id: CaseID(kind: "node", name: "relu"), folder: "\(folder)/case", dataSetCount: 1,
        rtol: 1e-3, atol: 1e-7,
        facets: CaseFacets(
          operators: ["Relu"], domains: ["ai.onnx"], opsets: ["ai.onnx": 14], nodeCount: 1,
          elementTypes: ["float"]))
    }

    func runtime(_ mode: String) throws -> ForeignRuntime {
      let command = try Connection(
        "exec:python3 '\(FaultyAdapterTests.adapter)' \(mode)", box: nil
      ).command(search: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin")
      return try ForeignRuntime(name: mode, command: command, scratch: "\(folder)/scratch")
    }

    func record(_ mode: String) async throws -> CaseRecord {
      await CaseRunner(runtime: try runtime(mode), loader: ModelFileLoader()).run(suiteCase)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
  }

  /// What each fault costs: a status, and words of the sentence.
  static let faults: [(mode: String, status: String, words: String)] = [
    ("echo", "pass", ""),
    ("dies", "crash:SIG", "the adapter ended by SIG"),
    ("exits", "crash:exit 7", "the adapter ended by exit 7 in this case"),
    ("floods", "error:protocol", "no message"),
    ("shape", "error:protocol", "do not fill"),
    ("twice", "error:protocol", "asked"),
    ("outside", "error:protocol", "no file of the scratch folder"),
    ("link", "error:protocol", "can't be read"),
    ("print", "error:protocol", "no message"),
    ("seq", "error:protocol", "was asked"),
    ("truncated", "error:protocol", "ended by exit 0 before they came"),
    ("refuses", "error:plan", "refused inside of what it declares"),
  ]

  @Test("each fault costs its case, with a sentence", arguments: faults)
  func fault(mode: String, status: String, words: String) async throws {
    let bench = try Bench()
    defer { bench.remove() }
    let record = try await bench.record(mode)
    #expect(record.status.description.hasPrefix(status), "\(record.reason ?? "no reason")")
    #expect(words.isEmpty || record.reason?.contains(words) == true, "\(record.reason ?? "none")")
  }

  @Test("goes on with the next case after its process died")
  func restart() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    let runner = CaseRunner(runtime: try bench.runtime("dies"), loader: ModelFileLoader())
    for _ in 0..<2 {
      let record = await runner.run(bench.suiteCase)
      #expect(record.status.family == "crash" && record.reason?.contains("SIG") == true)
    }
  }

  @Test("that lacks a part of its profile can't be started, and says which")
  func profile() throws {
    let bench = try Bench()
    defer { bench.remove() }
    let error = #expect(throws: RuntimeError.self) { try bench.runtime("profile") }
    #expect(error?.description.contains("its answer to start lacks something") == true)
  }

  @Test("never sees our importer: an operator that we don't know is its own to judge")
  func unknownOperator() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    var graph = GraphProto()
    graph.name = "odd"
    let type = TypeProto(
      .tensor(DType.float.rawValue, dims: [DimensionProto(.value(2)), DimensionProto(.value(3))]))
    graph.nodes = [NodeProto("NobodyKnowsThis", inputs: ["X"], outputs: ["Y"])]
    graph.inputs = [ValueInfoProto("X", type)]
    graph.outputs = [ValueInfoProto("Y", type)]
    try ModelFile(graph: graph, opset: 14).write(to: "\(bench.folder)/case/model.onnx")
    #expect(try await bench.record("echo").status == .pass)
  }
}
