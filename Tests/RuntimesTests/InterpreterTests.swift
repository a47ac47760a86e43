import Graphs
import Operators
import Runtimes
import Tensors
import Testing

@testable import Interpreter

@Suite("The interpreter")
struct InterpreterTests {
  /// `outputs` of nodes of one operator each, over inputs 0 and 1.
  private func graph(_ nodes: [(name: String, inputs: [Int], output: Int)], output: Int) throws
    -> Graph
  {
    let made = try nodes.map { node in
      let type = try #require(OperatorCatalog.standard.find(node.name, domain: ""))
      let revision = try #require(type.schema.revision(at: 14))
      let reader = try NodeReader(
        opset: 14, revision: revision, inputCount: node.inputs.count, outputCount: 1, given: [:])
      return Node(
        name: "n\(node.output)", operation: try type.init(reader), opset: revision.since,
        inputs: node.inputs.map { ValueID($0) }, outputs: [ValueID(node.output)])
    }
    return Graph(
      inputs: [ValueID(0), ValueID(1)], outputs: [ValueID(output)], nodes: made,
      names: [ValueID(output): "y"])
  }

  private func run(
    _ graph: Graph, _ inputs: [Tensor], _ precision: Precision = .native
  ) async throws -> Tensor {
    let prepared = try await Interpreter(precision: precision).prepare(graph)
    let result = try await prepared.run(inputs.map { .tensor($0) })
    return try #require(result.outputs.first?.tensor)
  }

  @Test("computes floats in their own width, or in double with one rounding a node")
  func precision() async throws {
    // 16777216 + 1 is lost in float32; a node's sum of three keeps it in double until the end.
    let sum = try graph([("Sum", [0, 1, 1], 2)], output: 2)
    let inputs = [Tensor(vector: [16_777_216 as Float]), Tensor(vector: [1 as Float])]
    #expect(try await run(sum, inputs).elements(as: Float.self) == [16_777_216])
    #expect(try await run(sum, inputs, .double).elements(as: Float.self) == [16_777_218])
  }

  @Test("names the node, the operator's revision and the reason of an error")
  func errors() async throws {
    let bad = try graph([("Exp", [0], 2), ("Add", [2, 1], 3)], output: 3)
    let inputs = [Tensor(vector: [1, 2] as [Float]), Tensor(vector: [1, 2, 3] as [Float])]
    let error = await #expect(throws: RuntimeError.self) { try await run(bad, inputs) }
    #expect(error?.description == "Add-14 'n3': shapes [2] and [3] do not broadcast")
  }

  @Test("refuses an output that no memory holds")
  func memory() async throws {
    let tile = try graph([("Tile", [0, 1], 2)], output: 2)
    let repeats = Tensor(vector: [1 << 45 as Int64])
    let error = await #expect(throws: RuntimeError.self) {
      try await run(tile, [Tensor(vector: [1 as Float]), repeats])
    }
    #expect(
      error?.description
        == "Tile-13 'n2': a tensor of float[35184372088832] does not fit into memory: 8589934592 "
        + "elements are the most that one has here")
  }

  @Test("refuses more inputs than the graph takes")
  func tooManyInputs() async throws {
    let add = try graph([("Add", [0, 1], 2)], output: 2)
    let one = Tensor(scalar: 1 as Float)
    await #expect(throws: RuntimeError.self) { try await run(add, [one, one, one]) }
  }
}
