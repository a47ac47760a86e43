import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import Harness

@Suite("Mutation") struct MutationTests {
  /// Gives the values that belong to a graph's name; an error where there are none.
  private struct NamedRuntime: Runtime {
    let name = "test"
    let identity = "values by a graph's name"
    let outputs: [String: Value]

    @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
      guard let value = outputs[graph.name] else { throw .input("nothing of that name") }
      return Prepared(value: value)
    }

    private struct Prepared: PreparedGraph {
      let value: Value
      @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
        RunResult(outputs: [value], placements: [])
      }
    }
  }

  private static let graph = Graph(
    name: "own", inputs: [ValueID(0)], outputs: [ValueID(1)],
    names: [ValueID(0): "x", ValueID(1): "y"])

  private func mutated(
    _ id: String = "node/test_a", _ operation: String = "Relu", graph: Graph = Self.graph,
    expected: Value = vector(1, 2), judges: MutantJudges? = nil,
    faults: [String: Value] = [:], legitimate: [String: Value] = [:], missing: [String] = []
  ) async throws -> MutatedCase {
    let folder = try TemporaryFolder()
    try folder.addCase(id)
    let loader = TestLoader(
      graph: graph, values: ["input_0.pb": vector(0), "output_0.pb": expected])
    let outputs = faults.merging(legitimate) { first, _ in first }
      .merging(["own": expected]) { first, _ in first }
    let names =
      (faults.keys + missing).sorted().map { ($0, true) }
      + legitimate.keys.sorted().map { ($0, false) }
    let runner = MutantRunner(
      runtime: NamedRuntime(outputs: outputs), loader: loader, judges: judges
    ) { graph in
      names.map { name, isFault in
        var mutant = graph
        mutant.name = name
        return Mutant(operation: operation, emulation: name, isFault: isFault, graph: mutant)
      }
    }
    return await runner.run(.test(id, ops: [operation], folder: "\(folder.path)/\(id)"))
  }

  private func report(_ cases: MutatedCase...) -> MutationReport {
    MutationReport(
      program: "wonnx-conform", host: "here", runAt: "now", suite: "test", cases: cases)
  }

  @Test("counts faults that change an output, and those that a judge objects to")
  func score() async throws {
    let report = report(
      try await mutated(
        faults: ["caught": vector(1, 3), "same": vector(1, 2), "missed": vector(1, 2.000001)],
        missing: ["refused"]))
    #expect(report.score == .init(caught: 1, exercised: 2) && report.score.share == 0.5)
    #expect(report.missed.map(\.emulation) == ["missed"])
    #expect(report.missed.first?.missedIn?.name == "test_a")
    #expect(report.unexercised.map(\.emulation) == ["same"])
    #expect(!report.pairs.contains { $0.emulation == "refused" })
    #expect(report.exitStatus(least: 0.5) == .asExpected)
    #expect(report.exitStatus(least: 0.6) == .unexpected)
  }

  @Test("a fault is caught when one case catches it")
  func cases() async throws {
    let report = report(
      try await mutated("node/test_a", faults: ["f": vector(1, 2.000001)]),
      try await mutated("node/test_b", faults: ["f": vector(5, 2)]))
    #expect(report.score == .init(caught: 1, exercised: 1))
    #expect(report.pairs.first?.changed == 2 && report.pairs.first?.caught == 1)
    #expect(report.mistrusted.map(\.name) == ["test_a"])
  }

  @Test("a judge that accepts everything gives a score of 0")
  func blindJudge() async throws {
    let report = report(
      try await mutated(
        judges: MutantJudges { _, _, _ in MutantJudgement([:]) },
        faults: ["a": vector(7, 7), "b": vector(1)]))
    #expect(report.score == .init(caught: 0, exercised: 2) && report.score.share == 0)
    #expect(report.mistrusted.count == 1)
  }

  /// A product of zeros is the same under every fault but one, and that one is too small.
  @Test("a case of zeros is mistrusted")
  func zeros() async throws {
    let report = report(
      try await mutated(
        expected: vector(0, 0), faults: ["a": vector(0, -0.0), "b": vector(0, 1e-8)]))
    #expect(report.mistrusted.map(\.name) == ["test_a"])
    #expect(report.unexercised.map(\.emulation) == ["a"])
  }

  @Test("an objection to a legitimate result is a false alarm, whatever the score")
  func alarms() async throws {
    let report = report(
      try await mutated(
        faults: ["f": vector(9, 9)],
        legitimate: ["fine": vector(1, 2.000001), "alarm": vector(1, 2.1)]))
    #expect(report.alarms.map(\.emulation) == ["alarm"] && report.legitimateCount == 2)
    #expect(report.score.share == 1 && report.exitStatus(least: 0) == .unexpected)
  }

  @Test("a judge that objects to the outputs without a fault is not heard")
  func silence() async throws {
    let judges = MutantJudges { outputs, _, _ in
      var objections: [MutantJudgement.Judge: String] = [.bound: "always"]
      if outputs[0].tensor?.doubles == [9, 9] { objections[.official] = "nine" }
      return MutantJudgement(objections)
    }
    let report = report(
      try await mutated(judges: judges, faults: ["f": vector(9, 9), "g": vector(8, 8)]))
    #expect(report.score == .init(caught: 1, exercised: 2))
    #expect(report.silences["bound"]?.map(\.name) == ["test_a"] && report.silences.count == 1)
    #expect(report.score(of: .bound) == .init(caught: 0, exercised: 2))
  }

  @Test("numbers that no generator draws are caught by their distribution")
  func draws() async throws {
    let (x, y) = (ValueID(0), ValueID(1))
    let node = try OperatorCatalog.standard.node(
      "RandomUniformLike", opset: 22, named: "draw", inputs: [x], outputs: [y])
    let graph = Graph(
      name: "own", inputs: [x], outputs: [y], nodes: [node], names: [x: "x", y: "y"])
    let source = DrawsCheckTests.Source()
    let drawn = (0..<256).map { _ in Float(source.uniform()) }
    func values(_ numbers: [Float]) -> Value { .tensor(Tensor(vector: numbers)) }
    let report = report(
      try await mutated(
        "node/test_draw", "RandomUniformLike", graph: graph, expected: values(drawn),
        faults: ["half": values(drawn.map { $0 / 2 }), "other": values(drawn.reversed())]))
    #expect(report.score(of: .draws) == .init(caught: 1, exercised: 2))
    #expect(report.missed.map(\.emulation) == ["other"] && report.silences.isEmpty)
  }

  @Test("a case without a result of its own is not tried, and says why")
  func untried() async throws {
    let deaf = MutantJudges { _, _, _ in MutantJudgement([.bound: "no", .official: "no"]) }
    let report = report(try await mutated(judges: deaf, faults: ["f": vector(9, 9)]))
    #expect(report.caseCount == 0 && report.score.exercised == 0)
    #expect(report.untried == ["the judges object to the outputs without a fault": 1])
  }
}
