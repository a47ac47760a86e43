import Foundation
import Harness
import Interpreter
import ModelFiles
import Graphs
import Reports
import Runtimes
import Tensors
import Testing

@Suite("An archive of cases")
struct CaseArchiveTests {
  /// Prints every member of the file in order, with its values and the attributes that matter.
  static let reader = """
    import h5py, sys
    def show(name, item):
        attributes = item.attrs
        if isinstance(item, h5py.Dataset):
            print(name, attributes["role"], attributes["name"], item.dtype, item[()].tolist())
        elif "status" in attributes:
            print(name, attributes["status"], attributes["identity"])
        elif "rule" in attributes:
            print(name, attributes["operators"], float(attributes["rtol"]), float(attributes["atol"]))
        if attributes.get("role") == "difference":
            print("  abs", float(attributes["max_abs"]), "ulp", int(attributes["max_ulp"]))
    with h5py.File(sys.argv[1]) as f:
        print(f.attrs["program"])
        f.visititems(show)
    """

  /// `C = A + B` with A = [1, 2] and B = [3, 4]; the suite wrongly expects [4, 6.5].
  @Test(
    "gives h5py inputs, expected values, outputs and differences, each with what it is",
    .enabled(if: ProcessInfo.processInfo.environment["WONNX_PYTHON"] != nil))
  func readBack() async throws {
    let folder = NSTemporaryDirectory() + "case-archive-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let suiteCase = try addition(in: folder)
    let path = "\(folder)/values.h5"
    let archive = try CaseArchive(
      creating: path, program: "test", runtimes: [.init(name: "cpu", identity: "interpreter")])
    let runner = CaseRunner(
      runtime: Interpreter(precision: .native), loader: ModelFileLoader(),
      observer: archive.observer)
    let record = await runner.run(suiteCase)
    try archive.finish()
    #expect(record.status == .fail(.compare))
    #expect(
      try run(Self.reader, path) == """
        test
        node/test_add Add 0.001 1e-07
        node/test_add/cpu fail:compare interpreter
        node/test_add/cpu/test_data_set_0/difference_0 difference C float64 [0.0, -0.5]
          abs 0.5 ulp 1048576
        node/test_add/cpu/test_data_set_0/output_0 output C float32 [4.0, 6.0]
        node/test_add/test_data_set_0/expected_0 expected C float32 [4.0, 6.5]
        node/test_add/test_data_set_0/input_0 input A float32 [1.0, 2.0]
        node/test_add/test_data_set_0/input_1 input B float32 [3.0, 4.0]

        """)
  }

  /// The same case, and a runtime that fails: both are judged again as the run judged them.
  @Test("gives its cases back, those too of which a runtime gave nothing")
  func stored() async throws {
    let folder = NSTemporaryDirectory() + "case-archive-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let suiteCase = try addition(in: folder)
    let path = "\(folder)/values.h5"
    let archive = try CaseArchive(
      creating: path, program: "test",
      runtimes: [
        .init(name: "cpu", identity: "interpreter"), .init(name: "broken", identity: "no"),
      ])
    for runtime in [Interpreter(precision: .native), BrokenRuntime()] as [any Runtime] {
      let runner = CaseRunner(
        runtime: runtime, loader: ModelFileLoader(), observer: archive.observer)
      _ = await runner.run(suiteCase)
    }
    try archive.finish()
    let results = try StoredArchive(path)
    #expect(results.cases == [suiteCase.id])
    let stored = try results.load(suiteCase.id)
    #expect(stored.suiteCase.rtol == 1e-3 && stored.suiteCase.atol == 1e-7)
    #expect(stored.suiteCase.facets.operators == ["Add"])
    #expect(stored.inputs.map { $0.map(\.name) } == [["A", "B"]])
    let statuses = stored.runs.map { "\($0.runtime) \(stored.record(of: $0).status)" }
    #expect(statuses == ["broken error:dispatch", "cpu fail:compare"])
    let cpu = stored.record(of: stored.runs[1])
    #expect(
      cpu.reason == "output 'C' differs in 1 of 2 elements; the first is [1]: 6.0, expected 6.5")
    #expect(stored.runs.map(\.identity) == ["no", "interpreter"])
  }

  private func addition(in root: String) throws -> SuiteCase {
    let folder = "\(root)/node/test_add"
    let data = "\(folder)/test_data_set_0"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    var graph = GraphProto()
    let vector = TypeProto(
      .tensor(DType.float.rawValue, dims: [DimensionProto(.value(2))]))
    graph.name = "addition"
    graph.nodes = [NodeProto("Add", inputs: ["A", "B"], outputs: ["C"])]
    graph.inputs = [ValueInfoProto("A", vector), ValueInfoProto("B", vector)]
    graph.outputs = [ValueInfoProto("C", vector)]
    try ModelFile(graph: graph, opset: 14).write(to: "\(folder)/model.onnx")
    for (name, values) in [
      ("input_0", [1, 2]), ("input_1", [3, 4]), ("output_0", [4, 6.5]),
    ] as [(String, [Float])] {
      try Value.tensor(Tensor(vector: values)).write(to: "\(data)/\(name).pb")
    }
    return SuiteCase(
      id: CaseID(kind: "node", name: "test_add"), folder: folder, dataSetCount: 1, rtol: 1e-3,
      atol: 1e-7, facets: CaseFacets(operators: ["Add"]))
  }

  private func run(_ script: String, _ argument: String) throws -> String {
    let python = try #require(ProcessInfo.processInfo.environment["WONNX_PYTHON"])
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", script, argument]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

/// Prepares everything and runs nothing.
private struct BrokenRuntime: Runtime {
  let name = "broken"
  let identity = "no"

  @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
    Prepared()
  }

  private struct Prepared: PreparedGraph {
    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      throw .device("it is broken")
    }
  }
}
