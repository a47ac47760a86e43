import Foundation
import Graphs
import Harness
import Interpreter
import ModelFiles
import Runtimes
import Tensors
import Testing

@testable import Reduction

@Suite("A finding") struct FindingTests {
  /// LeakyRelu(-1) is -0.01, and the planted one gives -0.02.
  private func finding() async throws -> Finding {
    var writer = GraphWriter()
    let x = writer.input(vector(-1))
    let weights = writer.constant(Tensor(vector: [1 as Float]))
    let y = try writer.node("LeakyRelu", [try writer.node("Mul", [x, weights])])
    let fed = writer.fed(giving: y)
    return Finding(
      fed: fed, names: ["cpu", "planted"], identities: ["one", "another"],
      outcomes: [
        .values([[vector(-0.01)]], isExact: true), .values([[vector(-0.02)]], isExact: true),
      ], sentence: "output 0 is -0.01 and -0.02", nearness: .usual, onnxruntime: nil)
  }

  private func report(_ finding: Finding) -> FindingReport {
    FindingReport(
      finding, before: "a model of 200 nodes", commands: ["wonnx-conform reduce"],
      program: "a program")
  }

  @Test("is a case that replays, a report and a script")
  func folder() async throws {
    let finding = try await finding()
    let scratch = try ScratchFolder()
    try finding.write(into: scratch.path, report(finding))
    #expect(
      Files.names(in: scratch.path)
        == ["model.onnx", "report.md", "reproduce.py", "test_data_set_0"])
    let text = try #require(Files.text("\(scratch.path)/report.md"))
    for part in [
      "# Mul-14, LeakyRelu-16: cpu and planted differ", "made out of a model of 200 nodes",
      "x0 = float[1] [-1.0]", "cpu: output 0 = float[1] [-0.01]",
      "planted: output 0 = float[1] [-0.02]", "| planted | another |", "= LeakyRelu-16(v2)",
    ] { #expect(text.contains(part), "\(part)") }
    let suiteCase = SuiteCase(
      id: CaseID(kind: "a", name: "b"), folder: scratch.path, dataSetCount: 1, rtol: 1e-3,
      atol: 1e-7, facets: CaseFacets())
    let runner = CaseRunner(runtime: Interpreter(), loader: ModelFileLoader())
    #expect(await runner.run(suiteCase).status == .pass)
  }

  /// The script's own run agrees with the interpreter, and says that the other differs.
  @Test(
    "is a script that builds and runs the model",
    .enabled(if: ProcessInfo.processInfo.environment["WONNX_PYTHON"] != nil))
  func script() async throws {
    let scratch = try ScratchFolder()
    let finding = try await finding()
    try finding.write(into: scratch.path, report(finding))
    let (status, text) = try run("\(scratch.path)/reproduce.py")
    #expect(status == 0, "\(text)")
    #expect(text.contains("cpu: [-0.01] (the same)"), "\(text)")
    #expect(text.contains("planted: [-0.02] (differs)"), "\(text)")
  }

  /// Control flow, a function, strings, an absent input and an attribute of an empty list.
  @Test(
    "is a script whatever the model has",
    .enabled(if: ProcessInfo.processInfo.environment["WONNX_PYTHON"] != nil))
  func wideScript() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(-1, 2))
    let words = writer.input(.tensor(Tensor(vector: ["a\"\\", "é"])))
    let isTaken = writer.constant(Tensor(scalar: true))
    let most = writer.constant(Tensor(scalar: 1 as Float))
    var taken = GraphWriter(from: 100)
    let y = try taken.node("Clip", [x, nil, most])
    var other = GraphWriter(from: 200)
    let z = try other.node("Abs", [x])
    let chosen = try writer.node(
      "If", [isTaken],
      ["then_branch": .graph(taken.giving(y)), "else_branch": .graph(other.giving(z))])
    var inner = GraphWriter(from: 300)
    let formal = inner.formal(.unknown)
    let negated = try inner.node("Neg", [formal])
    let called = try writer.call(inner.giving(negated), [chosen])
    let same = try writer.node("Identity", [words])
    // numpy has strings as objects, and in types of their own.
    let plain = writer.input(.tensor(Tensor(vector: ["b"])))
    let normalized = try writer.node("StringNormalizer", [plain])
    let fed = writer.fed(giving: called, same, normalized)
    let outputs = [
      vector(1, -1), .tensor(Tensor(vector: ["a\"\\", "é"])),
      .tensor(Tensor(vector: ["b"])),
    ]
    let scratch = try ScratchFolder()
    let finding = Finding(
      fed: fed, names: ["hand"], identities: ["worked by hand"],
      outcomes: [.values([outputs], isExact: true)], sentence: "a \"\"\" \\ sentence",
      nearness: .usual, onnxruntime: nil)
    try finding.write(into: scratch.path, report(finding))
    let (status, text) = try run("\(scratch.path)/reproduce.py")
    #expect(status == 0, "\(text)")
  }

  private func run(_ script: String) throws -> (Int32, String) {
    let python = try #require(ProcessInfo.processInfo.environment["WONNX_PYTHON"])
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [script]
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  @Test("takes a model's tensors out of the files beside it")
  func externalData() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(-1))
    let weights = writer.constant(Tensor(vector: [Float](repeating: 2, count: 512)))
    let sum = try writer.node("Add", [x, weights])
    let y = try writer.node("LeakyRelu", [try writer.node("Neg", [sum])])
    let fed = writer.fed(giving: y)
    let scratch = try ScratchFolder()
    let files = try TrialFiles(fed, in: scratch.path, mostInside: 16)
    #expect(try ModelFile(path: files.model).externalFiles == ["model.onnx.data"])
    let source = try ModelFileLoader().source(files.model)
    let start = FedGraph(graph: try source.graph(), sets: fed.sets)
    let small = try #require(
      await Reducing(.taking("LeakyRelu", for: try steepLeak())).smallest(of: start))
    let reduced = try TrialFiles(small, in: "\(scratch.path)/small")
    #expect(try ModelFile(path: reduced.model).externalFiles.isEmpty)
    #expect(small.graph.nodes.map(\.operatorName) == ["LeakyRelu"])
  }
}
