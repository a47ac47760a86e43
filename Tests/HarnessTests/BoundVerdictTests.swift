import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import Harness

@Suite("The bound's verdict") struct BoundVerdictTests {
  /// An Abs, or another function, of [-1, 2], for which a runtime gives these numbers.
  private func record(
    _ found: [Float], of name: String = "Abs", expected: Value = vector(1, 2)
  ) async throws -> CaseRecord {
    let node = try OperatorCatalog.standard.node(
      name, opset: 13, named: "abs", inputs: [ValueID(0)], outputs: [ValueID(1)])
    let graph = Graph(
      inputs: [ValueID(0)], outputs: [ValueID(1)], nodes: [node],
      names: [ValueID(0): "x", ValueID(1): "y"])
    let folder = try TemporaryFolder()
    try folder.addCase("node/test_abs")
    let loader = TestLoader(
      graph: graph, values: ["input_0.pb": vector(-1, 2), "output_0.pb": expected])
    let runtime = TestRuntime { (_) throws(RuntimeError) in [.tensor(Tensor(vector: found))] }
    return await CaseRunner(runtime: runtime, loader: loader)
      .run(.test("node/test_abs", ops: [name], folder: "\(folder.path)/node/test_abs"))
  }

  private func expectations(_ status: String) -> Expectations {
    Expectations([
      Expectation(
        cases: [Glob("node/test_abs")], runtimes: [], statuses: [status], reason: "known")
    ])
  }

  @Test("a pass that is outside of its bound keeps its status and is a regression")
  func outside() async throws {
    let record = try await record([1.0001, 2])
    #expect(record.status == .pass && record.isOutside && record.result == "bound")
    #expect(record.outputs[0].bound?.bounded == 2 && record.outputs[0].bound?.outside == 1)
    #expect(
      record.reason
        == "output 'y' is outside of its operator's bound in 1 of 2 elements; the worst at [0] is "
        + "far beyond what it allows")
    #expect(Expectations.none.applied(to: record).outcome == .regression)
    #expect(expectations("bound").applied(to: record).outcome == .asExpected)
    #expect(expectations("pass").applied(to: record).outcome == .regression)
    #expect(expectations("fail").applied(to: record).outcome == .changed)
  }

  @Test("a pass inside of it is a pass, and unexpected where `bound` is expected")
  func inside() async throws {
    let record = try await record([1, 2])
    #expect(record.status == .pass && !record.isOutside && record.reason == nil)
    #expect(Expectations.none.applied(to: record).outcome == .asExpected)
    #expect(expectations("bound").applied(to: record).outcome == .improvement)
  }

  /// 3e38 is 1e45 times as far from 1 / e as the bound allows, more than an integer holds.
  @Test("a number that is off by any factor fails its case, not the run")
  func farOff() async throws {
    let record = try await record(
      [3e38, 7.389_056], of: "Exp", expected: vector(0.367_879_44, 7.389_056))
    #expect(record.status == .fail(.compare) && record.outputs[0].bound?.outside == 1)
    #expect(record.outputs[0].bound?.share ?? 0 > 1e40)
  }

  @Test("a failure by the official rule is one whatever the bound says")
  func failure() async throws {
    let record = try await record([1.1, 2])
    #expect(record.status == .fail(.compare) && !record.isOutside)
    #expect(record.outputs[0].bound?.outside == 1)
    #expect(expectations("bound").applied(to: record).outcome == .changed)
  }
}
