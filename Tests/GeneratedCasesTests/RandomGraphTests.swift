import Exporter
import GeneratedCases
import Graphs
import Importer
import Interpreter
import ModelFiles
import Operators
import Runtimes
import Tensors
import Testing

@Suite("Random graphs") struct RandomGraphTests {
  private func calls(_ graph: Graph) -> Int {
    graph.nodes.count { $0.operation is FunctionCall }
  }

  /// "The then_branch and else_branch may produce tensors with the same element type and different shapes."
  @Test("have branches of one type, and loops that carry one")
  func types() async throws {
    var compared = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      let graph = await RandomGraph(seed: seed, nodeCount: 12).graph
      let types = try TypeInference(graph).graph.types
      for node in graph.nodes where ["If", "Loop"].contains(node.operatorName) {
        // A loop's first output is its condition; of a branch that a constant leaves out nothing is known.
        let place = node.operatorName == "If" ? 0 : 1
        let ends = node.operation.bodies.map { $0.outputs[place] } + node.outputs.compactMap { $0 }
        let found = ends.compactMap { types[$0]?.tensor?.dtype }
        #expect(Set(found).count == 1)
        if found.count > 2 { compared += 1 }
      }
    }
    #expect(compared > 2)
  }

  @Test("have functions of the model, which files keep and which give the same from there")
  func functions() async throws {
    var (called, repeated) = (0, 0)
    for seed in 1...24 as ClosedRange<UInt64> {
      let random = await RandomGraph(seed: seed, nodeCount: 12)
      guard calls(random.graph) > 0 else { continue }
      called += 1
      let file = try exportModel(random.graph)
      #expect(!file.functions.isEmpty)
      let again = try importGraph(file)
      if calls(random.graph) > 1 { repeated += 1 }
      let here = try await Interpreter().prepare(random.graph).run(random.inputs).outputs
      let there = try await Interpreter().prepare(again).run(random.inputs).outputs
      #expect(zip(here, there).allSatisfy { $0.hasBits(of: $1) } && here.count == there.count)
    }
    #expect(called > 3 && repeated > 0)
  }
}
