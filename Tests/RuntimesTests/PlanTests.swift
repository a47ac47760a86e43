import Graphs
import Interpreter
import Operators
import Tensors
import Testing

@testable import Runtimes

@Suite("A plan")
struct PlanTests {
  private func node(
    _ name: String, _ inputs: [Int], _ output: Int, _ attributes: [String: AttributeValue] = [:]
  ) throws -> Node {
    try OperatorCatalog.standard.node(
      name, opset: 20, named: "n\(output)", inputs: inputs.map { ValueID($0) },
      outputs: [ValueID(output)], attributes: attributes)
  }

  private func floats(_ dims: [Dimension]) -> ValueType { .tensor(TensorType(.float, dims)) }

  /// Input 0; node n makes value n: each the negative of the one before.
  private func chain(_ count: Int, of type: ValueType) throws -> Graph {
    Graph(
      inputs: [ValueID(0)], outputs: [ValueID(count)],
      nodes: try (1...count).map { try node("Neg", [$0 - 1], $0) }, types: [ValueID(0): type])
  }

  @Test("releases a value after the step that reads it last")
  func releases() throws {
    let graph = Graph(
      inputs: [ValueID(0)], outputs: [ValueID(3)],
      nodes: [try node("Neg", [0], 1), try node("Exp", [1], 2), try node("Add", [1, 2], 3)])
    let plan = Plan(graph)
    let (x, y) = (plan.inputs[0], try #require(plan.outputs[0]))
    #expect(plan.steps[0].releases == [x])
    #expect(plan.steps[1].releases.isEmpty)
    #expect(Set(plan.steps[2].releases) == Set(plan.steps[2].inputs.compactMap { $0 }))
    #expect(plan.steps[2].outputs == [y])
  }

  @Test("knows the memory of what lives at once")
  func memory() throws {
    // 256 floats are 1 KiB; a step's input, but for the caller's, lives beside its output.
    let settled = try Plan(try chain(4, of: floats([256]))).settle(within: .machine)
    #expect(settled.liveByteCounts == [1024, 2048, 2048, 2048])
    #expect(settled.isChecked == [true, true, true, true])
    let open = try Plan(try chain(2, of: floats([.symbol("n")]))).settle(within: .machine)
    #expect(open.liveByteCounts == [0, 0] && open.isChecked == [false, false])
  }

  @Test("refuses what does not fit beside what lives, before any work")
  func budget() async throws {
    let graph = try chain(3, of: floats([256]))
    let budget = MemoryBudget(byteCount: 2047)
    let error = await #expect(throws: RuntimeError.self) {
      try await Interpreter(budget: budget).prepare(graph)
    }
    #expect(
      error?.description
        == "Neg-13 'n2': an output of float[256] takes 1024 bytes, which does not fit into memory: "
        + "1023 bytes are left of the 2047 bytes (--memory raises them)")
    _ = try await Interpreter(budget: MemoryBudget(byteCount: 2048)).prepare(graph)

    let open = try await Interpreter(budget: budget).prepare(
      try chain(3, of: floats([.symbol("n")])))
    let x = Value.tensor(Tensor(vector: Array(repeating: 1 as Float, count: 256)))
    await #expect(throws: RuntimeError.self) { try await open.run([x]) }
    let small = Value.tensor(Tensor(vector: Array(repeating: 1 as Float, count: 255)))
    #expect(try await open.run([small]).outputs.first?.tensor?.doubles?.first == -1)
  }

  @Test("of a body reads what is around it, constants of which it knows")
  func bodies() async throws {
    // if c { x + w } else { x - w }, in a body of a body.
    func branch(_ name: String, _ output: Int) throws -> Graph {
      Graph(
        name: name, outputs: [ValueID(output)], nodes: [try node(name, [1, 2], output)])
    }
    let inner = Graph(
      name: "inner", outputs: [ValueID(5)],
      nodes: [
        try node(
          "If", [0], 5,
          [
            "then_branch": .graph(try branch("Add", 3)),
            "else_branch": .graph(try branch("Sub", 4)),
          ])
      ])
    let plain = Graph(name: "plain", outputs: [ValueID(6)], nodes: [try node("Neg", [1], 6)])
    let graph = Graph(
      inputs: [ValueID(0), ValueID(1), ValueID(8)], outputs: [ValueID(7)],
      nodes: [
        try node("If", [8], 7, ["then_branch": .graph(inner), "else_branch": .graph(plain)])
      ], constants: [ValueID(2): .tensor(Tensor(vector: [10, 20] as [Float]))])
    let body = Plan(graph).steps[0].bodies[0]
    #expect(Set(body.captures.map(\.id.index)) == [0, 1])
    #expect(body.steps[0].bodies[0].captures.map(\.id.index) == [1])

    let prepared = try await Interpreter().prepare(graph)
    let x = Value.tensor(Tensor(vector: [1, 2] as [Float]))
    for (c, outer, expected) in [
      (true, true, [11.0, 22]), (false, true, [-9, -18]), (true, false, [-1, -2]),
    ] {
      let y = try await prepared.run([
        .tensor(Tensor(scalar: c)), x, .tensor(Tensor(scalar: outer)),
      ]).outputs.first?.tensor
      #expect(y?.doubles == expected)
    }
  }

  @Test("of a body is settled for what it is given and reads, once")
  func settledBodies() throws {
    // a + w, then its negative; w is a constant around the body, x a value.
    let body = Graph(
      name: "body", inputs: [ValueID(10)], outputs: [ValueID(13)],
      nodes: [
        try node("Add", [10, 2], 11), try node("Mul", [11, 0], 12), try node("Neg", [12], 13),
      ], types: [ValueID(10): floats([2]), ValueID(13): floats([2])])
    let graph = Graph(
      inputs: [ValueID(0), ValueID(8)], outputs: [ValueID(7)],
      nodes: [try node("If", [8], 7, ["then_branch": .graph(body), "else_branch": .graph(body)])],
      constants: [ValueID(2): .tensor(Tensor(vector: [10, 20] as [Float]))])
    let plan = Plan(graph).steps[0].bodies[0]
    var frame = plan.frame
    let x = Value.tensor(Tensor(vector: [1, 2] as [Float]))
    frame[plan.inputs[0]] = x
    frame[plan.captures[0].inner] = x
    let settled = try plan.settlements.settled(plan, for: frame, within: .machine)
    #expect(settled.isChecked == [true, true, true])
    #expect(settled.matches(plan, frame))
    frame[plan.captures[0].inner] = .tensor(Tensor(scalar: 1 as Float))
    #expect(!settled.matches(plan, frame))
  }

  @Test("does not ask of a branch that is not taken that the extents fit it")
  func untaken() async throws {
    let squeeze = Graph(
      name: "squeeze", outputs: [ValueID(3)], nodes: [try node("Squeeze", [1, 2], 3)])
    let same = Graph(
      name: "same", outputs: [ValueID(4)], nodes: [try node("Identity", [1], 4)])
    let graph = Graph(
      inputs: [ValueID(0), ValueID(1)], outputs: [ValueID(5)],
      nodes: [
        try node("If", [0], 5, ["then_branch": .graph(squeeze), "else_branch": .graph(same)])
      ], constants: [ValueID(2): .tensor(Tensor(vector: [0 as Int64]))],
      types: [ValueID(1): floats([.symbol("n"), 3])])
    let prepared = try await Interpreter().prepare(graph)
    func run(_ takes: Bool, _ rows: Int) async throws -> Shape? {
      let x = try Tensor(Array(repeating: 1 as Float, count: rows * 3), shape: [rows, 3])
      return try await prepared.run([.tensor(Tensor(scalar: takes)), .tensor(x)]).outputs.first?
        .tensor?.shape
    }
    #expect(try await run(false, 2) == [2, 3])
    #expect(try await run(true, 1) == [3])
    let error = await #expect(throws: RuntimeError.self) { try await run(true, 2) }
    #expect(error?.description.contains("in body 'squeeze' of If-") == true)
  }

  @Test("warns of a declared shape that a node does not make, and runs")
  func warnings() async throws {
    var graph = try chain(1, of: floats([2, 3]))
    graph.types[ValueID(1)] = floats([2, 2])
    graph.names[ValueID(1)] = "y"
    let x = Value.tensor(try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]))
    let result = try await Interpreter().prepare(graph).run([x])
    #expect(result.outputs.first?.tensor?.shape == [2, 3])
    #expect(
      result.warnings == [
        "Neg-13 'n1': output 'y' is declared float[2, 2], but the node makes it float[2, 3]"
      ])
    graph.types[ValueID(1)] = .tensor(TensorType(.int64, [2, 3]))
    let wrong = graph
    await #expect(throws: RuntimeError.self) { try await Interpreter().prepare(wrong) }
  }
}
