import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@Suite("What operators with bodies mean") struct BodyMeaningTests {
  private func run(_ node: Node, _ inputs: [Value]) async throws -> [Value] {
    let graph = Graph(
      inputs: node.inputs.compactMap { $0 }, outputs: node.outputs.compactMap { $0 }, nodes: [node])
    return try await Interpreter().prepare(graph).run(inputs).outputs
  }

  /// A body of one node.
  private func body(
    _ name: String, _ inputs: [Int], constants: [Int: Tensor] = [:]
  ) throws -> AttributeValue {
    var graph = Graph(inputs: inputs.map { ValueID($0) }, outputs: [ValueID(99)])
    for (id, tensor) in constants { graph.constants[ValueID(id)] = .tensor(tensor) }
    graph.nodes = [
      try OperatorCatalog.standard.node(
        name, opset: 17, named: "body",
        inputs: (inputs + constants.keys.sorted()).map { ValueID($0) }, outputs: [ValueID(99)])
    ]
    return .graph(graph)
  }

  @Test("SequenceMap gives each element to the body, and a tensor to all")
  func sequenceMap() async throws {
    let node = try OperatorCatalog.standard.node(
      "SequenceMap", opset: 17, named: "map", inputs: [ValueID(0), ValueID(1)],
      outputs: [ValueID(2)], attributes: ["body": try body("Add", [10, 11])])
    let parts = [Tensor(vector: [1 as Float]), Tensor(vector: [2 as Float, 3])]
    let found = try await run(
      node,
      [
        .sequence(parts.map { .tensor($0) }, of: .tensor(.float)),
        .tensor(Tensor(scalar: 10 as Float)),
      ])
    guard case .sequence(let sums, _) = try #require(found.first) else {
      Issue.record("no sequence")
      return
    }
    #expect(sums.map { $0.tensor?.doubles } == [[11], [12, 13]])
  }

  /// Scores 0 · 2 are equal, so that each value has a share of a half; the body's scores of 0 and ln 3
  /// make shares of a quarter and three quarters.
  @Test("FlexAttention's bodies change scores before their softmax and shares after it")
  func flexAttention() async throws {
    let shape: Shape = [1, 1, 1, 1]
    let pair: Shape = [1, 1, 2, 1]
    let inputs: [Value] = [
      .tensor(try Tensor([0 as Float], shape: shape)),
      .tensor(try Tensor([2 as Float, 2], shape: pair)),
      .tensor(try Tensor([4 as Float, 8], shape: pair)),
    ]
    func attention(_ attributes: [String: AttributeValue]) async throws -> [Double]? {
      let node = try OperatorCatalog.standard.node(
        "FlexAttention", domain: "ai.onnx.preview", opset: 1, named: "attention",
        inputs: (0..<3).map { ValueID($0) }, outputs: [ValueID(3)], attributes: attributes)
      return try await run(node, inputs).first?.tensor?.doubles
    }
    #expect(try await attention([:]) == [6])
    let bias = try Tensor([0 as Float, 1.0986123], shape: [1, 1, 1, 2])
    let scored = try await attention(["score_mod": try body("Add", [10], constants: [12: bias])])
    #expect(abs((try #require(scored))[0] - 7) < 1e-6)
    let twice = Tensor(scalar: 2 as Float)
    #expect(
      try await attention(["prob_mod": try body("Mul", [10], constants: [12: twice])]) == [12])
  }
}
