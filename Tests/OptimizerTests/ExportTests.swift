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

  /// `x · ½ · (1 + erf(x · √½))`, which is Gelu since opset 20.
  private func gelu(in sample: inout SampleGraph, _ x: ValueID) throws -> ValueID {
    let scaled = try sample.apply("Mul", x, sample.scalar(0.5.squareRoot()))
    let sum = try sample.apply("Add", sample.apply("Erf", scaled), sample.scalar(1))
    return try sample.apply("Mul", sample.apply("Mul", x, sample.scalar(0.5)), sum)
  }

  @Test("a file imports a later opset for a fused node where every other node means the same there")
  func raised() async throws {
    var sample = SampleGraph(opset: 17)
    let x = sample.input("x", [2])
    let y = try gelu(in: &sample, x)
    let optimized = try await Optimizer([GeluFusion()])
      .optimize(sample.giving(y), isForFile: true)
    let file = try exportModel(optimized.graph)
    #expect(file.functions.isEmpty && file.opsetImports == [OperatorSetID(domain: "", version: 20)])
    #expect(file.graph.nodes.map(\.operatorName) == ["Gelu"])
  }

  @Test("nodes stay as they are where a later opset would change the meaning of one in a body")
  func notRaised() async throws {
    var sample = SampleGraph(opset: 17, from: 100)
    let (condition, x) = (sample.input("condition", [], .bool), sample.input("x", [2]))
    // Reshape has other revisions at opsets 19 and 21.
    var then = SampleGraph(opset: 17)
    let shaped = try then.apply("Reshape", x, then.integers(1, 2))
    var other = SampleGraph(opset: 17, from: 50)
    let same = try other.apply("Reshape", x, other.integers(2, 1))
    let branch = try sample.apply(
      "If", condition,
      attributes: [
        "then_branch": .graph(then.giving(shaped)), "else_branch": .graph(other.giving(same)),
      ])
    let y = try gelu(in: &sample, x)
    let graph = sample.giving(y, branch)
    let optimized = try await Optimizer([GeluFusion()]).optimize(graph, isForFile: true)
    #expect(optimized.graph.operators == graph.operators)
    let file = try exportModel(optimized.graph)
    #expect(file.functions.isEmpty && file.opsetImports == [OperatorSetID(domain: "", version: 17)])
    #expect(try await graph.optimized(GeluFusion()).operators == ["If", "Gelu"])
  }

  @Test("nodes of one name are written under names of their own, for onnxruntime refuses them")
  func nodeNames() throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    let y = try sample.apply("Neg", sample.apply("Neg", sample.apply("Neg", x)))
    var graph = sample.giving(y)
    for index in graph.nodes.indices { graph.nodes[index].name = ["n", "n_2", "n"][index] }
    #expect(try exportModel(graph).graph.nodes.map(\.name) == ["n", "n_2", "n_3"])
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

@Suite("Functions of a model")
struct FunctionTests {
  /// `twice(x) = x + x · scale`, called with scale 3 and, inside of `outer`, with the default 1.
  private var file: ModelFile {
    var inner = FunctionProto()
    inner.name = "scaled"
    inner.domain = "mine"
    inner.inputs = ["x"]
    inner.outputs = ["y"]
    inner.attributeDefaults = [AttributeProto("scale", .float(1))]
    inner.opsetImports = [OperatorSetID(domain: "", version: 13)]
    inner.nodes = [
      NodeProto(
        "Constant", inputs: [], outputs: ["s"],
        attributes: [AttributeProto("value_float", .reference("scale", .float))]),
      NodeProto("Mul", inputs: ["x", "s"], outputs: ["xs"]),
      NodeProto("Add", inputs: ["x", "xs"], outputs: ["y"]),
    ]
    var outer = FunctionProto()
    outer.name = "outer"
    outer.domain = "mine"
    outer.inputs = ["a"]
    outer.outputs = ["b"]
    outer.opsetImports = [
      OperatorSetID(domain: "", version: 13), OperatorSetID(domain: "mine", version: 1),
    ]
    outer.nodes = [
      NodeProto("scaled", domain: "mine", inputs: ["a"], outputs: ["c"]),
      NodeProto("Neg", inputs: ["c"], outputs: ["b"]),
    ]
    var graph = GraphProto()
    graph.name = "main"
    let type = TypeProto(.tensor(1, dims: [DimensionProto(.value(2))]))
    graph.inputs = [ValueInfoProto("in", type)]
    graph.outputs = [ValueInfoProto("out", type)]
    graph.nodes = [
      NodeProto(
        "scaled", domain: "mine", name: "first", inputs: ["in"], outputs: ["mid"],
        attributes: [AttributeProto("scale", .float(3))]),
      NodeProto("outer", domain: "mine", name: "second", inputs: ["mid"], outputs: ["out"]),
    ]
    var file = ModelFile(graph: graph, opset: 13)
    file.opsetImports.append(OperatorSetID(domain: "mine", version: 1))
    file.functions = [inner, outer]
    return file
  }

  /// -(4x + 4x).
  private func check(_ graph: Graph) async throws {
    #expect(try await graph.run(floats([1, -2]))[0].doubles == [-8, 16])
  }

  @Test("a call that is kept runs, and is written as a call")
  func kept() async throws {
    let graph = try importGraph(file, calls: .kept)
    #expect(graph.operators == ["FunctionCall", "FunctionCall"])
    try await check(graph)
    let written = try exportModel(graph)
    #expect(written.graph.nodes.map(\.operatorName) == ["scaled", "outer"])
    #expect(written.functions.map(\.name) == ["scaled", "outer", "scaled_2"])
    try await check(importGraph(ModelFile(bytes: written.serialized())))
  }

  @Test("function expansion puts the nodes in place of calls, calls in functions included")
  func expanded() async throws {
    let graph = try importGraph(file, calls: .kept)
    let expanded = try await graph.optimized(FunctionExpansion())
    #expect(expanded.operators == ["Constant", "Mul", "Add", "Constant", "Mul", "Add", "Neg"])
    #expect(expanded.outputs.map { expanded.names[$0] } == ["out"])
    try await check(expanded)
    #expect(try importGraph(file).operators == expanded.operators)
  }

  #if ConstantFolding
    @Test("functions are optimised where they stay")
    func optimizedInside() async throws {
      let graph = try importGraph(file, calls: .kept)
      let optimized = try await graph.optimized(folding, CommonSubexpressions())
      #expect(
        optimized.nodes.map { $0.operation.bodies[0].operators } == [
          ["Mul", "Add"], ["FunctionCall", "Neg"],
        ])
      let written = try exportModel(optimized)
      #expect(written.functions[0].nodes.map(\.operatorName) == ["Constant", "Mul", "Add"])
      try await check(importGraph(ModelFile(bytes: written.serialized())))
    }
  #endif
}
