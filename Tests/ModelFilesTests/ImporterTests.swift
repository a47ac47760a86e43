import Graphs
import Importer
import ModelFiles
import Tensors
import Testing

@Suite("Importing a model")
struct ImporterTests {
  private func imported(_ fixture: Fixture) throws -> Graph {
    try importGraph(try ModelFile(path: fixture.path), catalog: TestOperators.catalog)
  }

  private func model(
    _ nodes: [NodeProto], inputs: [String] = ["x"], outputs: [String] = ["y"], opset: Int64 = 17
  ) -> ModelFile {
    var graph = GraphProto()
    graph.name = "g"
    graph.nodes = nodes
    graph.inputs = inputs.map {
      ValueInfoProto($0, TypeProto(.tensor(7, dims: [DimensionProto(.value(2))])))
    }
    graph.outputs = outputs.map { ValueInfoProto($0, nil) }
    return ModelFile(graph: graph, opset: opset)
  }

  @Test("bodies read the values around them")
  func nested() throws {
    let graph = try imported(.nested)
    let x = try #require(graph.inputs.first)
    let loop = try #require(graph.nodes.first)
    #expect(loop.operatorName == "Loop" && loop.opset == 1 && loop.inputs[1] == nil)
    let body = try #require(loop.operation.bodies.first)
    #expect(body.captures == [x] && loop.reads.contains(x))
    let branch = try #require(body.nodes[1].operation.bodies.first)
    #expect(branch.captures == [body.inputs[2], x])
    #expect(body.constants.count == 1 && graph.constants.count == 1)
    #expect(graph.names[x] == "x")
    #expect(graph.types[x] == .tensor(TensorType(.float, [.symbol("N")])))
  }

  @Test("functions are inlined with their attributes, defaults and names of their own")
  func functions() throws {
    let graph = try imported(.functions)
    let names = ["Constant", "Mul", "Add", "Constant", "Mul", "Add"]
    #expect(graph.nodes.map(\.operatorName) == names)
    let factors = graph.nodes.compactMap { ($0.operation as? TestOperators.Constant)?.value }
    #expect(factors == [2, 5])
    #expect(graph.nodes[2].outputs[0] == graph.nodes[4].inputs[0])
    #expect(graph.outputs == [graph.nodes[5].outputs[0]])
    #expect(graph.names[graph.outputs[0]] == "y")
    #expect(graph.names[try #require(graph.nodes[0].outputs[0])] == "first/k")
    let w = try #require(graph.constants.keys.first)
    #expect(graph.nodes[2].inputs[1] == w && graph.nodes[5].inputs[1] == w)
  }

  @Test("sparse initializers become dense, by flat indices and by rows")
  func sparse() throws {
    let graph = try imported(.sparse)
    let values = graph.nodes[0].inputs.map { $0.flatMap { graph.constants[$0]?.tensor?.doubles } }
    #expect(values == [[0, 5, 0, 0, 0, 7], [1, 0, 0, 0, 0, 2]])
  }

  @Test("every form of declared type becomes a value type")
  func types() throws {
    let graph = try imported(.types)
    let rows = ValueType.tensor(TensorType(.float, [.symbol("N"), 3]))
    #expect(
      graph.inputs.map { graph.types[$0] } == [
        .sequence(rows), .optional(.sequence(rows)),
        .map(key: .string, value: .tensor(TensorType(.int64, nil))),
        .sparse(TensorType(.double, [4, .unknown])),
      ])
  }

  @Test("nodes are put in order; those in order stay as they are")
  func order() throws {
    let nodes = [
      NodeProto("Identity", name: "last", inputs: ["b"], outputs: ["y"]),
      NodeProto("Identity", name: "first", inputs: ["x"], outputs: ["a"]),
      NodeProto("Add", name: "middle", inputs: ["a", "x"], outputs: ["b"]),
    ]
    let graph = try importGraph(model(nodes), catalog: TestOperators.catalog)
    #expect(graph.nodes.map(\.name) == ["first", "middle", "last"])
  }

  @Test("nodes that wait for each other are named")
  func cycle() {
    let nodes = [
      NodeProto("Add", name: "p", inputs: ["x", "b"], outputs: ["a"]),
      NodeProto("Identity", name: "q", inputs: ["a"], outputs: ["b"]),
      NodeProto("Identity", name: "r", inputs: ["b"], outputs: ["y"]),
    ]
    #expect {
      try importGraph(model(nodes), catalog: TestOperators.catalog)
    } throws: {
      "\($0)" == "Nodes 'p', 'q' wait for each other's values."
    }
  }

  @Test("functions that multiply past a million nodes are refused before one is inlined")
  func multiplyingFunctions() throws {
    func calls(_ name: String) -> [NodeProto] {
      (0..<10).map { NodeProto(name, domain: "f", inputs: ["x"], outputs: ["y\($0)"]) }
    }
    var file = model(calls("f0"))
    file.functions = (0..<12).map { level in
      var function = FunctionProto()
      (function.name, function.domain) = ("f\(level)", "f")
      (function.inputs, function.outputs) = (["x"], ["y0"])
      function.nodes = calls(level == 11 ? "Abs" : "f\(level + 1)")
      return function
    }
    #expect {
      try importGraph(file)
    } throws: { error in
      guard case ImportError.tooManyNodes(limit: 1_000_000) = error else { return false }
      return true
    }
  }

  @Test("functions that call themselves are an error")
  func recursion() {
    var function = FunctionProto()
    (function.name, function.domain) = ("f", "d")
    (function.inputs, function.outputs) = (["p"], ["q"])
    function.nodes = [NodeProto("f", domain: "d", inputs: ["p"], outputs: ["q"])]
    var file = model([NodeProto("f", domain: "d", inputs: ["x"], outputs: ["y"])])
    file.functions = [function]
    #expect {
      try importGraph(file, catalog: TestOperators.catalog)
    } throws: {
      "\($0)" == "Functions call themselves: f → f."
    }
  }

  @Test("everything that is not supported is in the one error")
  func unsupported() {
    let nodes = [
      NodeProto("Nowhere", name: "p", inputs: ["x"], outputs: ["a"]),
      NodeProto("Old", name: "q", inputs: ["a"], outputs: ["b"]),
      NodeProto("Elsewhere", name: "r", inputs: ["b"], outputs: ["y"]),
    ]
    #expect {
      try importGraph(model(nodes), catalog: TestOperators.catalog)
    } throws: { error in
      guard case ImportError.unsupported(let found) = error else { return false }
      return found.map(\.node) == ["p", "q", "r"]
        && found.map(\.reason) == [.unknownOperator, .deprecated(since: 10), .unknownOperator]
    }
    #expect {
      let file = model([nodes[1]], inputs: ["a"], outputs: ["b"], opset: 99)
      return try importGraph(file, catalog: TestOperators.catalog)
    } throws: { error in
      guard case ImportError.unsupported(let found) = error else { return false }
      return found.map(\.reason) == [.newerOpset(newest: 28)]
    }
  }

  @Test(
    "contradictions are errors with the node's name",
    arguments: [
      (
        NodeProto("Add", name: "n", inputs: ["x"], outputs: ["y"]),
        "Add-7 'n': 1 inputs, expected 2."
      ),
      (
        NodeProto("Add", name: "n", inputs: ["x", ""], outputs: ["y"]),
        "Add-7 'n': 1 inputs, expected 2."
      ),
      (
        NodeProto("Identity", name: "n", inputs: ["z"], outputs: ["y"]),
        "'n' reads value 'z', which nothing makes."
      ),
      (
        NodeProto("Identity", name: "n", inputs: ["x"], outputs: ["x"]),
        "Value 'x' is made more than once in graph 'g'."
      ),
      (
        NodeProto(
          "Identity", name: "n", inputs: ["x"], outputs: ["y"],
          attributes: [AttributeProto("axis", .int(1))]),
        "Identity-7 'n': the operator has no attribute 'axis'."
      ),
      (
        NodeProto("Identity", domain: "d", name: "n", inputs: ["x"], outputs: ["y"]),
        "Node 'n' is of domain 'd', of which the model imports no version."
      ),
    ])
  func contradictions(node: NodeProto, sentence: String) {
    #expect {
      try importGraph(model([node]), catalog: TestOperators.catalog)
    } throws: {
      "\($0)" == sentence
    }
  }

  @Test("types go through bodies, and small values are computed ahead")
  func inference() throws {
    let nested = try TypeInference(try imported(.nested)).graph
    #expect(nested.types[nested.outputs[0]] == .tensor(TensorType(.float, [.symbol("N")])))

    var file = model([NodeProto("Add", name: "n", inputs: ["c", "c"], outputs: ["y"])])
    file.graph.initializers = [TensorProto("c", Tensor(vector: [3, 4] as [Int64]))]
    let inference = try TypeInference(try importGraph(file, catalog: TestOperators.catalog))
    let y = inference.graph.outputs[0]
    #expect(inference.known[y]?.tensor?.integers == [6, 8])
    #expect(inference.graph.types[y] == .tensor(TensorType(.int64, [2])))
  }

  @Test("types outside of the constraint, or that differ under one, are errors; shapes are not")
  func constraints() throws {
    var file = model([NodeProto("Add", name: "n", inputs: ["x", "c"], outputs: ["y"])])
    file.graph.initializers = [TensorProto("c", Tensor(vector: [3] as [Float]))]
    let mixed = try importGraph(file, catalog: TestOperators.catalog)
    #expect {
      try TypeInference(mixed)
    } throws: {
      "\($0)" == "Add-7 'n': input 1 is tensor(float), expected tensor(int64) as input 0"
    }
    file.graph.initializers = []
    file.graph.nodes = [NodeProto("Identity", name: "n", inputs: ["x"], outputs: ["y"])]
    file.graph.outputs = [
      ValueInfoProto("y", TypeProto(.tensor(7, dims: [DimensionProto(.value(5))])))
    ]
    let declared = try TypeInference(importGraph(file, catalog: TestOperators.catalog))
    #expect(
      declared.contradictions.map(\.description) == [
        "Identity-7 'n': output 'y' is declared int64[5], but the node makes it int64[2]"
      ])
    #expect(declared.graph.types[declared.graph.outputs[0]] == .tensor(TensorType(.int64, [2])))
  }
}
