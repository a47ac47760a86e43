import Graphs
import Importer
import Interpreter
import ModelFiles
import Operators
import Runtimes
import Tensors
import Testing

@testable import Reduction

@Suite("A node that this program does not do") struct ForeignNodeTests {
  /// Knows `test.Magic`, which doubles.
  private struct MagicRunner: GraphRunner {
    let name = "magic"
    let identity = "a test's runtime"
    let isReproducible = true
    /// In whose LeakyRelu the slope is wrong.
    let isSteep: Bool

    func staleness(of files: TrialFiles, alone: [[Value]]) async -> String? { nil }

    func outcome(of files: TrialFiles) async -> RunOutcome {
      do {
        var graph = try importGraph(try ModelFile(path: files.model), foreign: .kept)
        for (place, node) in graph.nodes.enumerated() {
          if node.operatorName == "Magic", let x = node.inputs[0] {
            graph.nodes[place] = try OperatorCatalog.standard.node(
              "Add", opset: 14, named: node.name, inputs: [x, x], outputs: node.outputs)
          }
          if node.operatorName == "LeakyRelu", isSteep {
            graph.nodes[place].operation = try steepLeak()
          }
        }
        let prepared = try await Interpreter().prepare(graph)
        var sets: [[Value]] = []
        for inputs in files.fed.sets { sets.append(try await prepared.run(inputs).outputs) }
        return .values(sets, isExact: true)
      } catch { return .failure(.init(.error, "\(error)")) }
    }
  }

  @Test("is cut away with the values of a runtime that does it")
  func cut() async throws {
    var writer = GraphWriter()
    let x = writer.input(vector(-1, 2))
    let doubled = writer.foreign("Magic", x)
    let y = try writer.node("LeakyRelu", [doubled])
    let fed = writer.fed(giving: y)
    #expect(await NodeValues.of(fed) == nil)
    let scratch = try ScratchFolder()
    let pair = PairTrial(
      MagicRunner(isSteep: false), MagicRunner(isSteep: true), scratch: scratch.path)
    let found = try #require(await pair.symptom(of: fed))
    let trials = Trials {
      await pair.values(of: $0)
    } shows: {
      await pair.shows(found.symptom, $0)
    }
    let small = await GraphShrinking(trials).smallest(of: fed)
    #expect(small.graph.nodes.map(\.operatorName) == ["LeakyRelu"])
    // Twice -1.
    #expect(small.sets[0][0].tensor?.doubles == [-2])
  }
}
