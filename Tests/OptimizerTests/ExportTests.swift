import Exporter
import Graphs
import Importer
import ModelFiles
import Operators
import Optimizer
import Tensors
import Testing

@Suite("Writing graphs as model files")
struct ExportTests {
  /// The graph read back from the file that it is written to.
  private func roundTrip(_ graph: Graph) throws -> Graph {
    try importGraph(ModelFile(bytes: exportModel(graph).serialized()))
  }

  @Test("a graph reads back as itself, bodies and captured values included")
  func bodies() async throws {
    var outer = SampleGraph(from: 100)
    let (condition, x) = (outer.input("condition", [], .bool), outer.input("x", [2]))
    var then = SampleGraph()
    let shadow = try then.apply("Neg", x)
    var other = SampleGraph(from: 50)
    let same = try other.apply("Exp", x)
    let y = try outer.apply(
      "If", condition,
      attributes: [
        "then_branch": .graph(then.giving(shadow)), "else_branch": .graph(other.giving(same)),
      ])
    let graph = outer.giving(y)
    let again = try roundTrip(graph)
    #expect(again.inputs.map { again.names[$0] } == ["condition", "x"])
    #expect(again.outputs.map { again.names[$0] } == ["if0_0"])
    let given = try floats([1, -2])
    #expect(try await again.run(Tensor(scalar: true), given)[0].doubles == [-1, 2])
  }

  @Test("a fused node is written as the nodes that it is made of")
  func fused() async throws {
    var sample = SampleGraph()
    let a = sample.input("a", [2, 2])
    let b = sample.constant(try floats([1, 2, 3, 4], [2, 2]))
    let product = try sample.apply("MatMul", a, b)
    let y = try sample.apply("LeakyRelu", product, attributes: ["alpha": .float(0.25)])
    let fused = try await sample.giving(y).optimized(ActivationFusion())
    #expect(fused.nodes.count == 1)
    let again = try roundTrip(fused)
    #expect(again.operators == ["MatMul", "LeakyRelu"])
    #expect(try await again.run(floats([-1, 0, 0, 1], [2, 2]))[0].doubles == [-0.25, -0.5, 3, 4])
  }

  @Test("a node of another revision is written as a function of the model")
  func revisions() async throws {
    // Softmax-11 flattens what follows the axis, Softmax-13 takes the axis alone.
    var sample = SampleGraph(opset: 13)
    let x = sample.input("x", [1, 2, 2])
    let new = try sample.apply("Softmax", x, attributes: ["axis": .int(1)])
    var graph = sample.giving(new)
    let old = ValueID(900)
    graph.nodes.append(
      try OperatorCatalog.standard.node(
        "Softmax", opset: 11, named: "old", inputs: [x], outputs: [old],
        attributes: ["axis": .int(1)]))
    graph.outputs.append(old)
    let file = try exportModel(graph)
    #expect(file.functions.count == 1)
    let given = Tensor(vector: [0, 0, 0, 0] as [Float])
    let again = try importGraph(ModelFile(bytes: file.serialized()))
    let results = try await again.run(given.reshaped(to: [1, 2, 2]))
    #expect(results.map(\.doubles) == [[0.5, 0.5, 0.5, 0.5], [0.25, 0.25, 0.25, 0.25]])
  }

  @Test("names stay free of doubles")
  func names() throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    let a = sample.constant(try floats([1, 2]), "x")
    let y = try sample.apply("Add", x, a)
    let again = try roundTrip(sample.giving(y))
    #expect(again.inputs.map { again.names[$0] } == ["x"])
    #expect(again.constants.keys.map { again.names[$0] } == ["x_2"])
  }
}
