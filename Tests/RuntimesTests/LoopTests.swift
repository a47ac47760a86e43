import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import Interpreter

/// `v + 1` in each iteration; the body's condition is `iteration < 1`.
@Suite("Loop") struct LoopTests {
  private func node(
    _ name: String, _ inputs: [Int?], _ output: Int, _ attributes: [String: AttributeValue] = [:],
    outputs: [Int]? = nil
  ) throws -> Node {
    let type = try #require(OperatorCatalog.standard.find(name, domain: ""))
    let revision = try #require(type.schema.revision(at: 21))
    let outputs = outputs ?? [output]
    let reader = try NodeReader(
      opset: 21, revision: revision, inputCount: inputs.count, outputCount: outputs.count,
      given: attributes)
    return Node(
      name: name, operation: try type.init(reader), opset: revision.since,
      inputs: inputs.map { $0.map { ValueID($0) } }, outputs: outputs.map { ValueID($0) })
  }

  private func graph(limit: Int64?, condition: Bool?) throws -> Graph {
    var body = Graph(
      inputs: [ValueID(10), ValueID(11), ValueID(12)], outputs: [ValueID(15), ValueID(16)],
      nodes: [try node("Less", [10, 13], 15), try node("Add", [12, 14], 16)])
    body.constants[ValueID(13)] = .tensor(Tensor(scalar: Int64(1)))
    body.constants[ValueID(14)] = .tensor(Tensor(scalar: Float(1)))
    var graph = Graph(
      inputs: [ValueID(2)], outputs: [ValueID(3)],
      nodes: [
        try node(
          "Loop", [limit == nil ? nil : 0, condition == nil ? nil : 1, 2], 3,
          ["body": .graph(body)])
      ])
    if let limit { graph.constants[ValueID(0)] = .tensor(Tensor(scalar: limit)) }
    if let condition { graph.constants[ValueID(1)] = .tensor(Tensor(scalar: condition)) }
    return graph
  }

  private func run(limit: Int64?, condition: Bool?) async throws -> Float {
    let graph = try graph(limit: limit, condition: condition)
    let result = try await Interpreter().prepare(graph).run([.tensor(Tensor(scalar: Float(0)))])
    let tensor = try #require(result.outputs[0].tensor)
    return try #require(try tensor.elements(as: Float.self).first)
  }

  @Test("ends by the body's condition only where one comes in")
  func conditions() async throws {
    #expect(try await run(limit: 4, condition: nil) == 4)
    #expect(try await run(limit: 4, condition: true) == 2)
    #expect(try await run(limit: 1, condition: true) == 1)
    #expect(try await run(limit: 4, condition: false) == 0)
    #expect(try await run(limit: nil, condition: true) == 2)
  }

  @Test("is timed with each node of each iteration, where asked")
  func times() async throws {
    let graph = try graph(limit: 4, condition: nil)
    let input = Value.tensor(Tensor(scalar: Float(0)))
    let plain = try await Interpreter().prepare(graph)
    _ = try await plain.run([input])
    #expect(await plain.nodeTimes.isEmpty)
    let timed = try await Interpreter(timesNodes: true).prepare(graph)
    for _ in 0..<2 { _ = try await timed.run([input]) }
    let times = await timed.nodeTimes
    #expect(times.filter { $0.depth == 1 }.map(\.operation).count { $0 == "Add" } == 4)
    let loop = try #require(times.last)
    #expect(loop.operation == "Loop" && loop.depth == 0 && times.count == 9)
    let inside = times.dropLast()
    #expect(inside.reduce(0) { $0 + $1.nanoseconds } <= loop.nanoseconds)
    #expect(inside.allSatisfy { ($0.start ?? -1) >= (loop.start ?? 0) })
  }

  @Test("of 2^63 - 1 iterations without nodes ends when it is cancelled")
  func cancelled() async throws {
    let condition = Value.tensor(Tensor(scalar: true))
    let body = Graph(
      inputs: [ValueID(10), ValueID(11)], outputs: [ValueID(12)],
      constants: [ValueID(12): condition])
    let loop = try node("Loop", [0, 1], 3, ["body": .graph(body)], outputs: [])
    let evaluation = Evaluation(values: [.tensor(Tensor(scalar: Int64.max)), condition]) { _, _ in
      withUnsafeCurrentTask { $0?.cancel() }
      return [condition]
    }
    let task = Task { try loop.operation.evaluate(evaluation) }
    await #expect(throws: OperatorError.cancelled) { try await task.value }
  }

  @Test("without limit or condition does not end, and is refused")
  func endless() async throws {
    let error = await #expect(throws: RuntimeError.self) {
      try await run(limit: nil, condition: nil)
    }
    #expect(error?.description.contains("neither M nor a condition") ?? false)
  }
}
