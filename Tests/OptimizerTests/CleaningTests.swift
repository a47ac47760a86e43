import Graphs
import Optimizer
import Tensors
import Testing

@Suite("Passes that remove nodes")
struct CleaningTests {
  @Test("Identity goes, and the output keeps its name")
  func identity() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    let y = try sample.apply("Identity", sample.apply("Neg", sample.apply("Identity", x)))
    let graph = try await sample.giving(y).optimized(IdentityRemoval())
    #expect(graph.operators == ["Neg"])
    #expect(graph.outputs.map { graph.names[$0] } == ["identity2_0"])
    #expect(try await graph.run(floats([1, -2]))[0].doubles == [-1, 2])
  }

  @Test("Identity stays where an output would lose its name")
  func identityBetweenEnds() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    let y = try sample.apply("Identity", x)
    #expect(try await sample.giving(y).optimized(IdentityRemoval()).operators == ["Identity"])

    let negative = try sample.apply("Neg", x)
    let (a, b) = (try sample.apply("Identity", negative), try sample.apply("Identity", negative))
    let graph = try await sample.giving(a, b).optimized(IdentityRemoval(), DeadNodeRemoval())
    #expect(graph.operators == ["Neg", "Identity"])
    #expect(graph.outputs.map { graph.names[$0] } == ["identity2_0", "identity3_0"])
    let results = try await graph.run(floats([1, 2]))
    #expect(results.map(\.doubles) == [[-1, -2], [-1, -2]])
  }

  @Test("Dropout goes outside of training only")
  func dropout() async throws {
    var sample = SampleGraph(opset: 13)
    let x = sample.input("x", [2])
    let ratio = sample.constant(Tensor(scalar: Float(0.5)))
    let plain = try sample.apply("Neg", sample.apply("Dropout", x, ratio))
    #expect(
      try await sample.giving(plain).optimized(IdentityRemoval(), DeadNodeRemoval()).operators
        == ["Neg"])

    let training = sample.constant(Tensor(scalar: true))
    let trained = try sample.apply("Neg", sample.apply("Dropout", x, ratio, training))
    #expect(
      try await sample.giving(trained).optimized(IdentityRemoval(), DeadNodeRemoval()).operators
        == ["Dropout", "Neg"])

    let asked = sample.input("training", [], .bool)
    let open = try sample.apply("Neg", sample.apply("Dropout", x, ratio, asked))
    #expect(
      try await sample.giving(open).optimized(IdentityRemoval(), DeadNodeRemoval()).operators
        == ["Dropout", "Neg"])

    let masked = try sample.add("Dropout", [x, ratio], outputs: 2)
    #expect(
      try await sample.giving(masked[0], masked[1]).optimized(IdentityRemoval()).operators.last
        == "Dropout")
  }

  @Test("before opset 7, Dropout goes only with is_test", arguments: [(0, 1), (1, 0)])
  func oldDropout(isTest: Int64, left: Int) async throws {
    var sample = SampleGraph(opset: 6)
    let x = sample.input("x", [2])
    let y = try sample.apply("Dropout", x, attributes: ["is_test": .int(isTest)])
    let z = try sample.apply("Neg", y)
    let graph = try await sample.giving(z).optimized(IdentityRemoval())
    #expect(graph.nodes.count == 1 + left)
  }

  @Test("what nothing reads goes, constants too")
  func deadNodes() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    let unread = sample.constant(try floats([1, 2]))
    _ = try sample.apply("Exp", sample.apply("Add", x, unread))
    let y = try sample.apply("Neg", x)
    let graph = try await sample.giving(y).optimized(DeadNodeRemoval())
    #expect(graph.operators == ["Neg"])
    #expect(graph.constants.isEmpty)
  }

  @Test("equal nodes and equal constants are shared, those of other attributes are not")
  func commonSubexpressions() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2, 2])
    let one = sample.constant(Tensor(scalar: Float(1)))
    let same = sample.constant(Tensor(scalar: Float(1)))
    let other = sample.constant(Tensor(scalar: Float(-0.0)))
    let (a, b) = (try sample.apply("Add", x, one), try sample.apply("Add", x, same))
    let c = try sample.apply("Add", x, other)
    let (d, e) = (
      try sample.apply("Softmax", a, attributes: ["axis": .int(0)]),
      try sample.apply("Softmax", b, attributes: ["axis": .int(1)])
    )
    let y = try sample.apply("Sum", sample.apply("Add", d, e), c)
    let graph = sample.giving(y)
    let shared = try await graph.optimized(CommonSubexpressions(), DeadNodeRemoval())
    #expect(shared.operators == ["Add", "Add", "Softmax", "Softmax", "Add", "Sum"])
    let given = try floats([1, 2, 3, 5], [2, 2])
    #expect(try await shared.run(given)[0].doubles == graph.run(given)[0].doubles)
  }

  @Test("random nodes are not shared")
  func randomNodes() async throws {
    var sample = SampleGraph()
    let shape: [String: AttributeValue] = ["shape": .ints([2])]
    let a = try sample.apply("RandomNormal", attributes: shape)
    let b = try sample.apply("RandomNormal", attributes: shape)
    let y = try sample.apply("Add", a, b)
    let graph = try await sample.giving(y).optimized(CommonSubexpressions(), folding)
    #expect(graph.operators == ["RandomNormal", "RandomNormal", "Add"])
  }
}
