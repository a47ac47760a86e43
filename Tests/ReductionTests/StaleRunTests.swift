import Graphs
import Interpreter
import Runtimes
import Synchronization
import Tensors
import Testing

@testable import Reduction

/// Right in the first run of a prepared graph; what another runtime gives in the runs behind it.
private struct Forgetful: Runtime {
  let name = "forgetful"
  let identity = "a test's runtime"
  let later: PlantedRuntime

  @concurrent func prepare(_ graph: Graph) async throws(RuntimeError) -> any PreparedGraph {
    PreparedTwice(
      first: try await Interpreter().prepare(graph), later: try await later.prepare(graph))
  }

  private final class PreparedTwice: PreparedGraph {
    let first: any PreparedGraph
    let later: any PreparedGraph
    let count = Mutex(0)

    init(first: any PreparedGraph, later: any PreparedGraph) {
      self.first = first
      self.later = later
    }

    var changes: GraphChanges? { nil }

    @concurrent func run(_ inputs: [Value?]) async throws(RuntimeError) -> RunResult {
      let isFirst = count.withLock { count in
        defer { count += 1 }
        return count == 0
      }
      return try await (isFirst ? first : later).run(inputs)
    }
  }
}

@Suite("A fault that only a second run shows") struct StaleRunTests {
  /// `LeakyRelu(|x| - 3)`, twice.
  private func fed() throws -> FedGraph {
    var writer = GraphWriter()
    let x = writer.input(vector(-1, 5))
    let three = writer.constant(Tensor(scalar: 3 as Float))
    let low = try writer.node("Sub", [try writer.node("Abs", [x]), three])
    let y = try writer.node("Exp", [try writer.node("LeakyRelu", [low])])
    let fed = writer.fed(giving: y)
    return FedGraph(graph: fed.graph, sets: [fed.sets[0], fed.sets[0]])
  }

  private func pair(_ later: PlantedRuntime, _ scratch: ScratchFolder) -> PairTrial {
    PairTrial(
      RuntimeRunner(Interpreter()), RuntimeRunner(Forgetful(later: later)), scratch: scratch.path)
  }

  @Test("is found and reduced to its node, with the run before it")
  func reduced() async throws {
    let scratch = try ScratchFolder()
    let pair = pair(.taking("LeakyRelu", for: try steepLeak()), scratch)
    let fed = try fed()
    #expect(await pair.symptom(of: fed) == nil)
    let stale = try #require(await pair.staleness(of: fed))
    #expect(stale.side == 1 && stale.symptom.kind == .stale)
    let trials = Trials {
      await NodeValues.of($0)
    } shows: {
      await pair.shows(stale.symptom, $0)
    }
    let small = await GraphShrinking(trials).smallest(of: fed)
    #expect(small.graph.nodes.map(\.operatorName) == ["LeakyRelu"])
    #expect(small.sets.count == 2 && small.elementCount == 1)
  }

  @Test("is none of a runtime that gives the same again, nor of random numbers")
  func none() async throws {
    let scratch = try ScratchFolder()
    let pair = pair(PlantedRuntime { $0 }, scratch)
    #expect(await pair.staleness(of: try fed()) == nil)
    var writer = GraphWriter()
    let x = writer.input(vector(1, 2))
    let drawn = writer.fed(giving: try writer.node("RandomUniformLike", [x]))
    let twice = FedGraph(graph: drawn.graph, sets: [drawn.sets[0], drawn.sets[0]])
    #expect(await pair.staleness(of: twice) == nil)
  }
}
