import Graphs
import Harness
import Interpreter
import Tensors
import Testing

@testable import Reduction

@Suite("A runtime in a worker") struct WorkerRunnerTests {
  /// Ends by a signal where the model has an Exp, hangs where it has a Log, else answers with a record.
  static let script = """
    echo ready
    while read -r line; do
      folder=${line##*\\"folder\\":\\"}; folder=${folder%%\\"*}
      if grep -q Exp "$folder/model.onnx"; then kill -SEGV $$; fi
      if grep -q Log "$folder/model.onnx"; then sleep 60; fi
      echo "$ANSWER"
    done
    """

  private func smallest(_ name: String) async throws -> (FedGraph, FoundSymptom) {
    let id = CaseID(kind: "trial", name: "0")
    let answer = CaseRecord(
      SuiteCase(id: id, folder: "", dataSetCount: 1, rtol: 0, atol: 0, facets: CaseFacets()),
      runtime: "sh", .error(.plan), reason: "it does nothing")
    let scratch = try ScratchFolder()
    let worker = WorkerRunner(
      RuntimeJob(name: "sh", identity: "a shell", width: 1), isReproducible: false,
      command: WorkerCommand(
        executable: "/bin/sh", arguments: ["-c", Self.script],
        environment: ["ANSWER": try JSONLine.encode(answer)]),
      outputs: KeptOutputs("\(scratch.path)/outputs"), limits: Limits(timeout: .milliseconds(500)))
    let pair = PairTrial(RuntimeRunner(Interpreter()), worker, scratch: "\(scratch.path)/trial")
    var writer = GraphWriter()
    let x = writer.input(vector(1, 2, 3))
    let y = try writer.node("Neg", [try writer.node(name, [try writer.node("Abs", [x])])])
    let fed = writer.fed(giving: y)
    let found = try #require(await pair.symptom(of: fed))
    let trials = Trials {
      await NodeValues.of($0)
    } shows: {
      await pair.shows(found.symptom, $0)
    }
    return (await GraphShrinking(trials).smallest(of: fed), found)
  }

  @Test("that crashes reduces as a wrong number does")
  func crash() async throws {
    let (small, found) = try await smallest("Exp")
    #expect(found.symptom == Symptom(.crash("SIGSEGV"), side: 1))
    #expect(small.graph.nodes.map(\.operatorName) == ["Exp"])
    #expect(small.elementCount == 1)
  }

  @Test("that hangs reduces too")
  func hang() async throws {
    let (small, found) = try await smallest("Log")
    #expect(found.symptom == Symptom(.hang, side: 1))
    #expect(small.graph.nodes.map(\.operatorName) == ["Log"])
  }

  @Test("that can't be started is said, and is no difference")
  func lost() async throws {
    let scratch = try ScratchFolder()
    let worker = WorkerRunner(
      RuntimeJob(name: "none", identity: "", width: 1), isReproducible: false,
      command: WorkerCommand(executable: "/nowhere/none", arguments: []),
      outputs: KeptOutputs("\(scratch.path)/outputs"), limits: Limits())
    let pair = PairTrial(RuntimeRunner(Interpreter()), worker, scratch: "\(scratch.path)/trial")
    var writer = GraphWriter()
    let y = try writer.node("Neg", [writer.input(vector(1))])
    let outcomes = try #require(await pair.outcomes(of: writer.fed(giving: y)))
    #expect(outcomes[1].sentence == "no worker of none can be started")
    #expect(pair.symptom(of: outcomes) == nil)
  }
}
