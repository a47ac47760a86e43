import Graphs
import Interpreter
import Operators
import Optimizer
import Tensors
import Testing

@Suite("Declared types of inner values and outputs")
struct DeclarationTests {
  private static func float(_ dims: [Dimension]?) -> ValueType { .tensor(TensorType(.float, dims)) }

  @Test("an output that is declared [2, 2] and is [2, 3] warns, and is what it is")
  func output() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2, 3])
    let y = try sample.apply("Abs", x)
    var graph = sample.giving(y)
    graph.types[graph.outputs[0]] = Self.float([2, 2])
    let optimized = try await Optimizer([folding]).optimize(graph)
    #expect(
      optimized.contradictions.map(\.description) == [
        "Abs-13 'Abs0': output 'abs0_0' is declared float[2, 2], but the node makes it float[2, 3]"
      ])
    #expect(optimized.graph.types[graph.outputs[0]] == Self.float([2, 3]))
    let given = try floats([1, 2, 3, -4, -5, -6], [2, 3])
    #expect(try await optimized.graph.run(given)[0].doubles == [1, 2, 3, 4, 5, 6])
  }

  @Test("another element type is refused")
  func elementType() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [2])
    let y = try sample.apply("Abs", x)
    var graph = sample.giving(y)
    graph.types[graph.outputs[0]] = .tensor(TensorType(.int64, [2]))
    await #expect {
      try await Optimizer([]).optimize(graph)
    } throws: {
      "\($0)"
        == "Abs-13 'Abs0': output 'abs0_0' is declared int64[2], but is float[2] by the declaration of "
        + "input 'x' (float[2])"
    }
  }

  /// `ceil((4 + 2 - 2) / 3) + 1` is 3, and the third window would begin where the padding ends. Files
  /// count it as inference of onnx did; the operator's text drops it.
  @Test("a pooling whose declaration counts a window in the padding runs")
  func ceiling() async throws {
    var sample = SampleGraph(opset: 11)
    let x = sample.input("x", [1, 1, 4, 4])
    let y = try sample.apply(
      "MaxPool", x,
      attributes: [
        "kernel_shape": .ints([2, 2]), "strides": .ints([3, 3]), "ceil_mode": .int(1),
        "pads": .ints([0, 0, 2, 2]),
      ])
    var graph = sample.giving(y)
    let right = try TypeInference(graph).graph.types[y]?.tensor
    graph.types[y] = Self.float([1, 1, 3, 3])
    let optimized = try await Optimizer([]).optimize(graph)
    #expect(optimized.graph.types[y]?.tensor == right && right?.dims == [1, 1, 2, 2])
    #expect(optimized.contradictions.map(\.value) == ["maxpool0_0"])
  }

  @Test("what is folded follows the nodes, not a declaration between them that is off by one")
  func folded() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [4])
    let middle = try sample.apply("Neg", x)
    let shape = try sample.apply("Shape", middle)
    let sum = try sample.apply("Add", shape, sample.integers(0))
    var graph = sample.giving(sum)
    graph.types[middle] = Self.float([5])
    let inference = try TypeInference(graph)
    #expect(inference.known[shape]?.tensor?.integers == [4])
    let result = try await graph.optimized(folding, CommonSubexpressions(), DeadNodeRemoval())
    #expect(try await result.run(floats([1, 2, 3, 4]))[0].integers == [4])
  }

  @Test("a declaration of what nodes do not tell is no value, and refuses nothing")
  func assumed() async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [4])
    let indices = try sample.apply("NonZero", x)
    let flat = try sample.apply("Neg", indices)
    let shape = try sample.apply("Shape", flat)
    let sum = try sample.apply("Add", flat, sample.integers(1, 2, 3))
    var graph = sample.giving(shape, sum)
    graph.types[indices] = .tensor(TensorType(.int64, [1, 2]))
    let inference = try TypeInference(graph)
    #expect(inference.known[shape] == nil)
    let optimized = try await PassCatalog(folder: Interpreter()).optimizer.optimize(graph).graph
    let results = try await optimized.run(floats([1, 0, 3, 4]))
    #expect(results.map(\.integers) == [[1, 3], [1, 0, 0]])
  }

  @Test("extents that Shape is not asked for may be unknown")
  func partial() throws {
    var sample = SampleGraph(opset: 15)
    let x = sample.input("x", [.symbol("batch"), 3, 4])
    let shape = try sample.apply("Shape", x, attributes: ["start": .int(1)])
    let inference = try TypeInference(sample.giving(shape))
    #expect(inference.known[shape]?.tensor?.integers == [3, 4])
  }
}
