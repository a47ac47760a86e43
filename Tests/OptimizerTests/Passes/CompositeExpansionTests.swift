import Graphs
import Interpreter
import Operators
import Optimizer
import Runtimes
import Tensors
import Testing

@Suite("Expanding what is made of others") struct CompositeExpansionTests {
  /// y = x · x, and its gradient at x.
  private func sample(_ dims: [Dimension]?) throws -> SampleGraph {
    var sample = SampleGraph(opset: 14)
    let x = sample.input("x", dims)
    let y = try sample.apply("Mul", x, x)
    sample.graph.opsets["ai.onnx.preview.training"] = 1
    var node = try OperatorCatalog.standard.node(
      "Gradient", domain: "ai.onnx.preview.training", opset: 1, named: "gradient", inputs: [x],
      outputs: [ValueID(90)], attributes: ["xs": .strings(["x"]), "y": .string("y")])
    var gradient = try #require(node.operation as? Gradient)
    gradient.region = sample.graph
    gradient.region?.outputs = [y]
    node.operation = gradient
    sample.graph.nodes.append(node)
    sample.graph.names[ValueID(90)] = "dx"
    sample.graph.outputs = [y, ValueID(90)]
    return sample
  }

  @Test("puts a gradient's nodes into the graph where types are known")
  func gradient() async throws {
    let graph = try sample([2]).graph
    let trace = try await PassCatalog(folder: Interpreter()).optimizer.optimize(graph)
    #expect(!trace.graph.nodes.contains { $0.operatorName == "Gradient" })
    let run = try await Interpreter().prepare(trace.graph).run([
      .tensor(Tensor(vector: [Float(3), -1]))
    ])
    #expect(run.outputs.map { $0.tensor?.doubles } == [[9, 1], [6, -2]])
  }

  @Test("keeps the inputs of two such operators apart")
  func two() async throws {
    var sample = SampleGraph(opset: 1)
    let x = sample.input("x", [1, 1, 2, 3])
    let y = sample.input("y", [1, 1, 3, 1])
    // The border is left, top, right, bottom: the second column of x, and the last two rows of y.
    let a = try sample.apply("Crop", x, attributes: ["border": .ints([1, 0, 1, 0])])
    let b = try sample.apply("Crop", y, attributes: ["border": .ints([0, 1, 0, 0])])
    sample.graph.outputs = [a, b]
    let trace = try await PassCatalog(folder: Interpreter()).optimizer.optimize(sample.graph)
    #expect(!trace.graph.nodes.contains { $0.operatorName == "Crop" })
    let run = try await Interpreter().prepare(trace.graph).run([
      .tensor(try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [1, 1, 2, 3])),
      .tensor(try Tensor([7, 8, 9] as [Float], shape: [1, 1, 3, 1])),
    ])
    #expect(run.outputs.map { $0.tensor?.doubles } == [[2, 5], [8, 9]])
  }

  @Test("leaves it where they are not")
  func open() async throws {
    let graph = try sample([.symbol("n")]).graph
    let trace = try await PassCatalog(folder: Interpreter()).optimizer.optimize(graph)
    #expect(trace.graph.nodes.contains { $0.operatorName == "Gradient" })
    let run = try await Interpreter().prepare(trace.graph).run([
      .tensor(Tensor(vector: [Float(3), -1]))
    ])
    #expect(run.outputs.map { $0.tensor?.doubles } == [[9, 1], [6, -2]])
  }
}
