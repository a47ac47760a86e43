import Graphs
import Interpreter
import Operators
import Tensors
import Testing

@testable import Runtimes

@Suite("A plan packs")
struct PlanPackingTests {
  /// 64 KiB: element (i, j) is 1 where i = j, else 0.
  private static let size = 128

  private static func identity(times factor: Float = 1)
    -> @Sendable (UnsafeMutableBufferPointer<Float>) -> Void
  {
    { out in
      out.initialize(repeating: 0)
      for i in 0..<size { out[i * (size + 1)] = factor }
    }
  }

  /// As a file's tensors are.
  private func rereadable() throws -> Tensor {
    try Tensor(
      Buffer<Float>.deferred(count: Self.size * Self.size, fill: Self.identity()),
      shape: [Self.size, Self.size])
  }

  private func owned() throws -> Tensor {
    try Tensor(
      Buffer<Float>(count: Self.size * Self.size, fill: Self.identity()),
      shape: [Self.size, Self.size])
  }

  private func node(_ name: String, _ inputs: [Int], _ output: Int) throws -> Node {
    try OperatorCatalog.standard.node(
      name, opset: 20, named: "n\(output)", inputs: inputs.map { ValueID($0) },
      outputs: [ValueID(output)])
  }

  /// Input 0 and constant 1; the last node's output is the graph's.
  private func graph(_ constant: Tensor, _ nodes: [Node], inputs: [Int] = [0]) -> Graph {
    Graph(
      inputs: inputs.map { ValueID($0) }, outputs: nodes.last?.outputs.compactMap { $0 } ?? [],
      nodes: nodes, constants: [ValueID(1): .tensor(constant)])
  }

  private func fold(_ graph: Graph) -> FoldedPlan {
    FoldedPlan(Plan(graph), PlanRunner(precision: .native), byteLimit: 1 << 20)
  }

  private var row: Tensor {
    get throws { try Tensor((0..<Self.size).map { Float($0) }, shape: [1, Self.size]) }
  }

  private func run(_ graph: Graph, _ inputs: [Tensor]) async throws -> [Double]? {
    let prepared = try await Interpreter().prepare(graph)
    return try await prepared.run(inputs.map { .tensor($0) }).outputs.first?.tensor?.doubles
  }

  @Test("a file's matrix that one product reads, and does not read it again")
  func file() async throws {
    let constant = try rereadable()
    let model = graph(constant, [try node("MatMul", [0, 1], 2)])
    #expect(fold(model).packed.count == 1)
    #expect(try await run(model, [row]) == row.doubles)
    // Without folding, constants are packed in the first run, after `prepare` has read them.
    #if ConstantFolding
      #expect(constant.elements.isRereadable)
    #endif
  }

  @Test("what it computed of constants")
  func computed() async throws {
    let model = graph(try owned(), [try node("Neg", [1], 2), try node("MatMul", [0, 2], 3)])
    #expect(fold(model).packed.count == 1)
    #expect(try await run(model, [row]) == row.doubles?.map { -$0 })
  }

  @Test("what several products read and nothing else")
  func shared() async throws {
    let nodes = [try node("MatMul", [0, 1], 2), try node("MatMul", [2, 1], 3)]
    let model = graph(try rereadable(), nodes)
    #expect(fold(model).packed.count == 1)
    #expect(try await run(model, [row]) == row.doubles)
    let two = [nodes[0], try node("Add", [2, 1], 3)]
    #expect(fold(graph(try rereadable(), two)).packed.isEmpty)
  }

  @Test("no more than 16 MiB of what the graph holds in memory too")
  func held() async throws {
    let product = try node("MatMul", [0, 1], 2)
    #expect(fold(graph(try owned(), [product])).packed.count == 1)
    let large = try Tensor(
      Buffer<Float>(count: 12 << 18) { $0.initialize(repeating: 0) }, shape: [1 << 10, 3 << 10])
    var model = graph(large, [product, try node("MatMul", [3, 4], 5)])
    model.inputs.append(ValueID(3))
    model.constants[ValueID(4)] = .tensor(large)
    #expect(fold(model).packed.count == 1)
  }

  @Test("an input's default, until a run gives the input")
  func defaults() async throws {
    let model = graph(try rereadable(), [try node("MatMul", [0, 1], 2)], inputs: [0, 1])
    #expect(fold(model).assumed == [ValueID(1)])
    let twice = try Tensor(
      Buffer<Float>(count: Self.size * Self.size, fill: Self.identity(times: 2)),
      shape: [Self.size, Self.size])
    #expect(try await run(model, [row]) == row.doubles)
    #expect(try await run(model, [row, twice]) == row.doubles?.map { 2 * $0 })
  }
}
