import Graphs
import Interpreter
import Operators
import Tensors
import Testing

@testable import Runtimes

@Suite("The memory of runs")
struct RunMemoryTests {
  /// 64 KiB.
  private static let count = 1 << 14

  private func node(_ name: String, _ inputs: [Int], _ output: Int) throws -> Node {
    try OperatorCatalog.standard.node(
      name, opset: 20, named: "n\(output)", inputs: inputs.map { ValueID($0) },
      outputs: [ValueID(output)])
  }

  /// `y = -(x + x) · 1`, of which each step's value lives beside its input.
  private func graph() throws -> Graph {
    Graph(
      inputs: [ValueID(0)], outputs: [ValueID(5)],
      nodes: [
        try node("Add", [0, 0], 2), try node("Neg", [2], 3), try node("Mul", [3, 1], 4),
        try node("Neg", [4], 5),
      ],
      constants: [ValueID(1): .tensor(Tensor(scalar: 1 as Float))],
      types: [ValueID(0): .tensor(TensorType(.float, [.known(Self.count)]))])
  }

  private func input(_ number: Int) -> Value {
    .tensor(Tensor(vector: (0..<Self.count).map { Float($0 + number) }))
  }

  private func holds(_ result: RunResult, _ number: Int) throws -> Bool {
    let y = try #require(result.outputs.first?.tensor).elements(as: Float.self)
    return y.indices.allSatisfy { y[$0] == 2 * Float($0 + number) }
  }

  @Test("is there before the first, and the same for all")
  func prepared() async throws {
    let prepared = try await Interpreter().prepare(try graph())
    let blocks = try #require(await prepared.plan?.blocks)
    #expect(blocks.held == (2 << 16, 2))
    for number in 0..<3 {
      let result = try await prepared.run([input(number)])
      #expect(try holds(result, number) && blocks.held == (2 << 16, 2))
    }
  }

  @Test("leaves outputs that a caller keeps as they are")
  func kept() async throws {
    let prepared = try await Interpreter().prepare(try graph())
    var results: [RunResult] = []
    for number in 0..<4 { results.append(try await prepared.run([input(number)])) }
    for (number, result) in results.enumerated() { #expect(try holds(result, number)) }
  }

  @Test("is each run's own where several go at once")
  func concurrent() async throws {
    let prepared = try await Interpreter().prepare(try graph())
    try await withThrowingTaskGroup(of: [(Int, RunResult)].self) { group in
      for task in 0..<8 {
        group.addTask {
          var results: [(Int, RunResult)] = []
          for number in task * 100..<task * 100 + 12 {
            results.append((number, try await prepared.run([input(number)])))
          }
          return results
        }
      }
      for try await results in group {
        for (number, result) in results { #expect(try holds(result, number)) }
      }
    }
  }
}
