import Graphs
import Runtimes
import Tensors
import Testing

@testable import VulkanRuntime

@Suite("A dispatch")
struct DispatchTests {
  private func run(
    _ recipe: Recipe, _ inputs: [Tensor], on runtime: VulkanRuntime? = nil
  ) async throws -> Tensor {
    var test = TestGraph()
    let ids = inputs.map { _ in test.input() }
    test.graph.outputs = test.add(recipe, ids)
    return try await (try runtime ?? TestDevice.runtime()).prepared(test.graph)
      .run(inputs.map { .tensor($0) }).tensor()
  }

  @Test("keeps (x + y) - y apart from x")
  func contraction() async throws {
    // 1 + 2^24 rounds to 2^24 in float32, so the difference is 0.
    let recipe = Recipe.elementwise("Tests/Cancel.comp", .float, inputs: [.float, .float])
    let y = try await run(
      recipe, [Tensor(vector: [1, 3] as [Float]), Tensor(vector: [0x1p24, 0x1p24] as [Float])])
    #expect(try y.array(Float.self) == [0, 4])
  }

  @Test("of more workgroups than an axis takes is folded")
  func folding() async throws {
    let count = 70_001
    let recipe = Recipe(
      types: { (_) throws(OperatorError) in [.tensor(TensorType(.uint32, [count]))] },
      work: { (_) throws(OperatorError) in
        .dispatches([
          Dispatch(
            "Tests/Index.comp", bindings: [.write("y", .output(0), .uint32)],
            parameters: [.uint("count", count)], invocations: (count, 1, 1), localSize: [1])
        ])
      })
    #expect(try await run(recipe, []).array(UInt32.self) == (0..<UInt32(count)).map { $0 })
  }

  @Test("takes few parameters as push constants and many from a buffer", arguments: [3, 100])
  func parameters(count: Int) async throws {
    let table = (0..<count).map { Float($0) / 4 }
    let recipe = Recipe.elementwise(
      "Tests/Table.comp", .float, inputs: [.float],
      parameters: [
        .float("scale", 2), .floats("table", table), .double("half_", 0.5),
        .long("shift", -3),
      ])
    let y = try await run(recipe, [Tensor(vector: Array(repeating: 1 as Float, count: count))])
    #expect(try y.array(Float.self) == table.map { 2 + $0 - 2.5 })
  }

  @Test("reads and writes vectors, the last one partly", arguments: [true, false])
  func vectors(pushesDescriptors: Bool) async throws {
    let runtime = try TestDevice.make { $0.pushesDescriptors = pushesDescriptors }
    for dtype in [DType.float, .float16] {
      let recipe = Recipe(
        types: { (inference) throws(OperatorError) in
          [.tensor(TensorType(dtype, inference.types[0]?.tensor?.dims))]
        },
        work: { (_) throws(OperatorError) in
          .dispatches([
            Dispatch(
              "Tests/Wide.comp",
              bindings: [
                .readVectors("x", .input(0), dtype), .writeVectors("y", .output(0), dtype),
              ], parameters: [.uint("count", 2)], invocations: (2, 1, 1), localSize: [8])
          ])
        })
      let x = try Tensor(
        narrowing: .float([1, 2, 3, 4, 5, 6]), to: dtype, shape: [6])
      #expect(try await run(recipe, [x], on: runtime).doubles == [2, 3, 4, 5, 10, 11])
    }
  }

  @Test("of a shader that does not compile names node, types and the compiler's first complaint")
  func broken() async throws {
    let recipe = Recipe.elementwise("Tests/Broken.comp", .float, inputs: [.float])
    let error = await #expect(throws: RuntimeError.self) {
      try await run(recipe, [Tensor(vector: [1] as [Float])])
    }
    #expect(
      error?.description
        == "Recipe-13 'n0' on float: the shader 'Tests/Broken.comp' does not compile: "
        + "Tests/Broken.comp:2: 'undeclared' : undeclared identifier")
  }

  @Test("of a shader that does not exist says so")
  func absent() async throws {
    let recipe = Recipe.elementwise("Tests/Absent.comp", .float, inputs: [.float])
    let error = await #expect(throws: RuntimeError.self) {
      try await run(recipe, [Tensor(vector: [1] as [Float])])
    }
    #expect(
      error?.description
        == "Recipe-13 'n0' on float: the shader 'Tests/Absent.comp' does not exist under Shaders/")
  }
}
