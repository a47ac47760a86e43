import Graphs
import Operators
import Optimizer
import Tensors
import Testing

/// Times in debug are no measure, so the tests count rewrites, each of which takes time by the graph's
/// size.
@Suite("A long graph takes few rewrites")
struct LinearTests {
  /// Counts how often it is asked.
  private actor Count {
    private(set) var value = 0
    func add() { value += 1 }
  }

  private struct Counted: Pass {
    let base: any Pass
    let count: Count
    var name: String { base.name }
    var summary: String { base.summary }
    var effect: Effect { base.effect }
    @concurrent func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
      await count.add()
      return try await base.rewrite(graph)
    }
  }

  private func rewrites(of graph: Graph, by pass: any Pass) async throws -> (Graph, Int) {
    let count = Count()
    let optimized = try await Optimizer([Counted(base: pass, count: count)]).optimize(graph)
    return (optimized.graph, await count.value)
  }

  private static let length = 500

  @Test("where all nodes compute the same")
  func equal() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    let copies = try (0..<Self.length).map { _ in try sample.apply("Abs", x) }
    let y = try sample.add("Sum", copies)[0]
    let (graph, count) = try await rewrites(of: sample.giving(y), by: CommonSubexpressions())
    #expect(graph.operators == ["Abs", "Sum"] && count <= 4)
    #expect(try await graph.run(floats([-1, 2]))[0].doubles == [500, 1000])
  }

  @Test("where two chains compute the same")
  func chains() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    var ends = [x, x]
    for _ in 0..<Self.length { ends = try ends.map { try sample.apply("Neg", $0) } }
    let y = try sample.apply("Add", ends[0], ends[1])
    let (graph, count) = try await rewrites(of: sample.giving(y), by: CommonSubexpressions())
    #expect(graph.nodes.count == Self.length + 1 && count <= 4)
    #expect(try await graph.run(floats([-1, 2]))[0].doubles == [-2, 4])
  }

  @Test("where equal nodes are outputs, each of which keeps its name")
  func outputs() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    let (a, b, c) = (
      try sample.apply("Abs", x), try sample.apply("Abs", x), try sample.apply("Abs", x)
    )
    let d = try sample.apply("Neg", a)
    let graph = try await sample.giving(b, c, d).optimized(CommonSubexpressions())
    #expect(graph.outputs.map { graph.names[$0] } == ["abs1_0", "abs2_0", "neg3_0"])
    #expect(
      try await graph.run(floats([-1, 2])).map(\.doubles) == [[1, 2], [1, 2], [-1, -2]])
  }

  @Test("where each node of a row of Identity is read beside the row")
  func aliases() async throws {
    var sample = SampleGraph()
    var row = sample.input("x", [2])
    var ends: [ValueID] = []
    for _ in 0..<Self.length {
      row = try sample.apply("Identity", row)
      ends.append(try sample.apply("Neg", row))
    }
    let y = try sample.add("Sum", ends)[0]
    let (graph, count) = try await rewrites(of: sample.giving(y), by: IdentityRemoval())
    #expect(graph.nodes.count == Self.length + 1 && count <= 3)
  }

  @Test("where a product has many factors")
  func products() async throws {
    var sample = SampleGraph()
    var product = sample.input("x", [2])
    for _ in 0..<Self.length {
      product = try sample.apply("Mul", product, sample.scalar(0.5))
    }
    try await sample.giving(product).expectUnchanged(by: GeluFusion())
  }
}

extension Graph {
  fileprivate func expectUnchanged(by pass: any Pass) async throws {
    #expect(try await Optimizer([pass]).optimize(self).trace.steps.isEmpty)
  }
}
