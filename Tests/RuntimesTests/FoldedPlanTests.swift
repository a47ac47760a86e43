import Graphs
import Interpreter
import Operators
import Tensors
import Testing

@testable import Runtimes

@Suite("A folded plan")
struct FoldedPlanTests {
  private func node(_ name: String, _ inputs: [Int], _ output: Int) throws -> Node {
    let type = try #require(OperatorCatalog.standard.find(name, domain: ""))
    let revision = try #require(type.schema.revision(at: 22))
    let reader = try NodeReader(
      opset: 22, revision: revision, inputCount: inputs.count, outputCount: 1, given: [:])
    return Node(
      name: "n\(output)", operation: try type.init(reader), opset: revision.since,
      inputs: inputs.map { ValueID($0) }, outputs: [ValueID(output)])
  }

  /// Input 0; constants 1 and 2; node n makes value n.
  private func graph(_ nodes: [Node], inputs: [Int] = [0], output: Int) -> Graph {
    Graph(
      inputs: inputs.map { ValueID($0) }, outputs: [ValueID(output)], nodes: nodes,
      constants: [
        ValueID(1): .tensor(Tensor(vector: [1, 2] as [Float])),
        ValueID(2): .tensor(Tensor(vector: [10, 20, 30] as [Float])),
      ], names: [ValueID(output): "y"])
  }

  private func fold(_ graph: Graph, byteLimit: Int = 1 << 20) -> FoldedPlan {
    FoldedPlan(Plan(graph), PlanRunner(precision: .native), byteLimit: byteLimit)
  }

  /// The operators that are left.
  private func rest(_ graph: Graph, byteLimit: Int = 1 << 20) -> [String] {
    fold(graph, byteLimit: byteLimit).plan.steps.map(\.node.operatorName)
  }

  @Test("evaluates what follows from constants, and keeps what is still read")
  func chain() async throws {
    let model = graph(
      [
        try node("Neg", [1], 3), try node("Add", [3, 3], 4), try node("Mul", [0, 4], 5),
        try node("Neg", [5], 6),
      ], output: 6)
    #expect(rest(model) == ["Mul", "Neg"])
    // Inputs and constants aside, one value is left: node 4's.
    #expect(fold(model).plan.frame.count { $0 != nil } == 1)
    let prepared = try await Interpreter().prepare(model)
    for x: Float in [3, 5] {
      let y = try await prepared.run([.tensor(Tensor(scalar: x))]).outputs.first?.tensor
      #expect(try y?.elements(as: Float.self) == [2 * x, 4 * x])
    }
  }

  @Test("takes an input's default until a run gives the input")
  func defaults() async throws {
    let model = graph(
      [try node("Neg", [1], 3), try node("Mul", [0, 3], 4)], inputs: [0, 1], output: 4)
    #expect(rest(model) == ["Mul"])
    #expect(fold(model).assumed.map(\.index) == [1])
    let prepared = try await Interpreter().prepare(model)
    let x = Value.tensor(Tensor(scalar: 3 as Float))
    let given = Value.tensor(Tensor(vector: [5 as Float]))
    let runs: [([Value?], [Double])] = [
      ([x, nil], [-3, -6]), ([x, given], [-15]), ([x], [-3, -6]),
    ]
    for (inputs, expected) in runs {
      let y = try await prepared.run(inputs).outputs.first?.tensor
      #expect(y?.doubles == expected)
    }
  }

  @Test("leaves nodes that draw random numbers or exceed the limit")
  func exceptions() throws {
    let negation = try node("Neg", [1], 3)
    #expect(rest(graph([try node("RandomNormalLike", [1], 3)], output: 3)) == ["RandomNormalLike"])
    #expect(rest(graph([negation], output: 3), byteLimit: 7) == ["Neg"])
    #expect(rest(graph([negation], output: 3), byteLimit: 8).isEmpty)
  }

  /// A vector of two floats is 8 bytes, so two of them are held at once.
  @Test("lets go of what only done nodes read")
  func release() throws {
    let model = graph(
      [try node("Neg", [1], 3), try node("Neg", [3], 4), try node("Neg", [4], 5)], output: 5)
    #expect(rest(model, byteLimit: 16).isEmpty)
    #expect(rest(model, byteLimit: 15) == ["Neg", "Neg"])
  }

  @Test("gives back no memory of what it computed beforehand")
  func memory() throws {
    func node(_ name: String, _ inputs: [Int], _ output: Int) throws -> Node {
      try OperatorCatalog.standard.node(
        name, opset: 20, named: "n\(output)", inputs: inputs.map { ValueID($0) },
        outputs: [ValueID(output)])
    }
    // 256 floats are 1 KiB: the sum's, which lives on, and 2400 bytes are more than 3 KiB.
    let ones = Tensor(vector: Array(repeating: 1 as Float, count: 256))
    let graph = Graph(
      inputs: [ValueID(0), ValueID(1), ValueID(2)], outputs: [ValueID(6), ValueID(7)],
      nodes: [
        try node("Neg", [3], 4), try node("Expand", [0, 1], 5), try node("Add", [5, 4], 6),
        try node("Expand", [0, 2], 7),
      ], constants: [ValueID(3): .tensor(ones)])
    let runner = PlanRunner(precision: .native, budget: MemoryBudget(byteCount: 3072))
    let plan = FoldedPlan(Plan(graph), runner, byteLimit: 1 << 20).plan
    #expect(plan.steps.map(\.node.operatorName) == ["Expand", "Add", "Expand"])
    func run(_ extent: Int64) throws {
      let values = [
        Value.tensor(Tensor(scalar: 1 as Float)), .tensor(Tensor(vector: [256 as Int64])),
        .tensor(Tensor(vector: [extent])),
      ]
      let settled = try plan.settle(for: values, within: runner.budget)
      _ = try runner.run(plan, plan.frame(values), as: settled)
    }
    try run(512)
    let error = #expect(throws: NodeError.self) { try run(600) }
    let demand = MemoryDemand(
      .output(TensorType(.float, [600] as Shape)), ByteCount(2400), left: ByteCount(2048),
      of: ByteCount(3072), isMachine: false)
    #expect(error?.node == "n7" && error?.reason == .memory(demand))
  }

  @Test("leaves a node that can't be evaluated, so that planning names it")
  func errors() async throws {
    let model = graph([try node("Add", [1, 2], 3), try node("Mul", [0, 3], 4)], output: 4)
    #expect(rest(model) == ["Add", "Mul"])
    let error = await #expect(throws: RuntimeError.self) { try await Interpreter().prepare(model) }
    #expect(error?.description == "Add-14 'n3': shapes [2] and [3] do not broadcast")
  }
}
