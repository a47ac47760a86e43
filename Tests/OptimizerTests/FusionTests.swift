import Graphs
import Optimizer
import Tensors
import Testing

@Suite("Passes that make one node of several")
struct FusionTests {
  /// X `[1, 2, 3, 3]` = 0, 1, …, 17.
  static var image: Tensor {
    get throws { try floats((0..<18).map { Float($0) }, [1, 2, 3, 3]) }
  }

  struct Normalized {
    var sample = SampleGraph()
    let conv: ValueID

    /// Two filters over two channels: 1·a + 2·b, and 3·a - b.
    init(opset: Int = 13, bias: [Float]? = nil, weights: Tensor? = nil) throws {
      sample = SampleGraph(opset: opset)
      let x = sample.input("x", [1, 2, 3, 3])
      let w = sample.constant(try weights ?? floats([1, 2, 3, -1], [2, 2, 1, 1]))
      var inputs: [ValueID?] = [x, w]
      if let bias { inputs.append(sample.constant(try floats(bias))) }
      conv = try sample.add("Conv", inputs)[0]
    }

    mutating func normalize(_ attributes: [String: AttributeValue] = [:]) throws -> ValueID {
      let constants = try [[2, 4], [10, 20], [1, -1], [3.75, 15.75]].map {
        sample.constant(try floats($0))
      }
      return try sample.add(
        "BatchNormalization", [conv] + constants,
        ["epsilon": .float(0.25)].merging(attributes) { $1 })[0]
    }
  }

  /// With epsilon 0.25 the deviations are 2 and 4, so both channels scale by 1: Y = conv + b - mean
  /// + B, which is conv + [9, 21], and [10, 19] with biases 1 and -2.
  @Test(
    "BatchNormalization goes into the weights",
    arguments: [(nil, [9, 21]), ([1, -2], [10, 19])] as [([Float]?, [Double])])
  func batchNormalization(bias: [Float]?, shift: [Double]) async throws {
    var model = try Normalized(bias: bias)
    let y = try model.normalize()
    let graph = model.sample.giving(y)
    let fused = try await graph.optimized(BatchNormalizationFusion(), DeadNodeRemoval())
    #expect(fused.operators == ["Conv"])
    let (a, b): ([Double], [Double]) = ((0..<9).map { Double($0) }, (9..<18).map { Double($0) })
    let first = zip(a, b).map { a, b in a + 2 * b + shift[0] }
    let second = zip(a, b).map { a, b in 3 * a - b + shift[1] }
    let expected = first + second
    #expect(try await fused.run(Self.image)[0].doubles == expected)
    #expect(try await graph.run(Self.image)[0].doubles == expected)
  }

  @Test("BatchNormalization goes into weights of a file without bringing them into memory")
  func batchNormalizationOfFile() async throws {
    let weights = try Tensor(
      Buffer<Float>.deferred(count: 4) { _ = $0.initialize(from: [1, 2, 3, -1]) },
      shape: [2, 2, 1, 1])
    var model = try Normalized(weights: weights)
    let y = try model.normalize()
    let fused = try await model.sample.giving(y).optimized(
      BatchNormalizationFusion(), DeadNodeRemoval())
    // Of X's first pixel, 0 and 9.
    let result = try await fused.run(Self.image)[0].doubles
    #expect(result?[0] == 2 * 9 + 9 && result?[9] == -9 + 21)
    #expect(weights.elements.isRereadable)
  }

  @Test("BatchNormalization stays when it trains, and when others see the Conv's result")
  func batchNormalizationStays() async throws {
    var training = try Normalized(opset: 15)
    let y = try training.normalize(["training_mode": .int(1)])
    #expect(
      try await training.sample.giving(y).optimized(BatchNormalizationFusion()).operators
        == ["Conv", "BatchNormalization"])

    var shared = try Normalized()
    let z = try shared.normalize()
    #expect(
      try await shared.sample.giving(z, shared.conv).optimized(BatchNormalizationFusion()).operators
        == ["Conv", "BatchNormalization"])
  }

  @Test(
    "MatMul and Add are a Gemm where the addend broadcasts to the product",
    arguments: [
      ([3], true), ([2, 3], true), ([2, 1], true), ([], true), ([4, 2, 3], false),
    ] as [([Int], Bool)])
  func gemm(addend: [Int], isFused: Bool) async throws {
    var sample = SampleGraph()
    let a = sample.input("a", [2, 2])
    let b = sample.constant(try floats([1, 2, 3, 4, 5, 6], [2, 3]))
    let c = sample.constant(
      try floats((0..<Shape(addend).count).map { Float($0) / 4 }, Shape(addend)))
    let product = try sample.apply("MatMul", a, b)
    let y = try sample.apply("Add", c, product)
    let graph = sample.giving(y)
    let fused = try await graph.optimized(GemmFusion())
    #expect(fused.operators == (isFused ? ["Gemm"] : ["MatMul", "Add"]))
    let given = try floats([0.1, 0.2, 0.3, 0.4], [2, 2])
    #expect(try await fused.run(given)[0].hasBits(of: graph.run(given)[0]))
  }

  @Test("a product of stacks, of half floats or with other readers stays")
  func gemmStays() async throws {
    func operators(_ dtype: DType, _ dims: [Dimension], shared: Bool = false) async throws
      -> [String]
    {
      var sample = SampleGraph()
      let (a, b, c) = (
        sample.input("a", dims, dtype), sample.input("b", dims, dtype),
        sample.input("c", [1], dtype)
      )
      let product = try sample.apply("MatMul", a, b)
      let y = try sample.apply("Add", product, c)
      let graph = shared ? sample.giving(y, product) : sample.giving(y)
      return try await graph.optimized(GemmFusion()).operators
    }
    #expect(try await operators(.float, [2, 2]) == ["Gemm"])
    #expect(try await operators(.float, [2, 2], shared: true) == ["MatMul", "Add"])
    #expect(try await operators(.float16, [2, 2]) == ["MatMul", "Add"])
    #expect(try await operators(.float, [3, 2, 2]) == ["MatMul", "Add"])
  }

  @Test(
    "what is added to each channel of a Conv is its bias",
    arguments: [([1, 2, 1, 1], true), ([2, 1, 1], true), ([2], false), ([1], false)]
      as [([Int], Bool)])
  func bias(shape: [Int], isFused: Bool) async throws {
    var sample = SampleGraph()
    let x = sample.input("x", [1, 2, 2, 2])
    let w = sample.constant(try floats([1, 2, 3, -1], [2, 2, 1, 1]))
    let conv = try sample.apply("Conv", x, w)
    let addend = sample.constant(
      try floats((0..<Shape(shape).count).map { Float($0) + 0.1 }, Shape(shape)))
    let y = try sample.apply("Add", conv, addend)
    let graph = sample.giving(y)
    let fused = try await graph.optimized(BiasFusion())
    #expect(fused.operators == (isFused ? ["Conv"] : ["Conv", "Add"]))
    let given = try floats((0..<8).map { Float($0) / 7 }, [1, 2, 2, 2])
    #expect(try await fused.run(given)[0].hasBits(of: graph.run(given)[0]))
  }

  @Test("an If of a constant condition is its branch", arguments: [true, false])
  func branch(condition: Bool) async throws {
    var outer = SampleGraph(from: 100)
    let x = outer.input("x", [2])
    let taken = outer.constant(Tensor(scalar: condition))
    var then = SampleGraph()
    let one = then.constant(try floats([1, 1]))
    let a = try then.apply("Add", x, one)
    var other = SampleGraph(from: 50)
    let b = try other.apply("Neg", x)
    let y = try outer.apply(
      "If", taken,
      attributes: ["then_branch": .graph(then.giving(a)), "else_branch": .graph(other.giving(b))])
    let graph = try await outer.giving(y).optimized(BranchSelection(), DeadNodeRemoval())
    #expect(graph.operators == [condition ? "Add" : "Neg"])
    #expect(graph.outputs.map { graph.names[$0] } == ["if0_0"])
    #expect(
      try await graph.run(floats([3, 4]))[0].doubles == (condition ? [4, 5] : [-3, -4]))
  }
}

@Suite("Activations behind convolutions, products and additions")
struct ActivationFusionTests {
  @Test(
    "are applied where the results are stored, to the bit",
    arguments: ["Relu", "LeakyRelu", "Sigmoid", "Tanh", "HardSwish", "Softplus"])
  func fires(activation: String) async throws {
    var sample = SampleGraph(opset: 22)
    let x = sample.input("x", [1, 2, 3, 3])
    let w = sample.constant(try floats([1, -2, 3, -1], [2, 2, 1, 1]))
    let conv = try sample.apply("Conv", x, w)
    let y = try sample.apply(activation, conv)
    let graph = sample.giving(y)
    let fused = try await graph.optimized(ActivationFusion())
    #expect(fused.operators == ["Conv+\(activation)"])
    let given = try floats((0..<18).map { Float($0) / 9 - 1 }, [1, 2, 3, 3])
    #expect(try await fused.run(given)[0].hasBits(of: graph.run(given)[0]))
  }

  @Test("are applied where an addition stores, as between the blocks of a residual network")
  func addition() async throws {
    var sample = SampleGraph()
    let (a, b) = (sample.input("a", [2, 2]), sample.input("b", [2, 2]))
    let y = try sample.apply("Relu", try sample.apply("Add", a, b))
    #expect(
      try await sample.giving(y).optimized(ActivationFusion()).operators == ["Add+Relu"])
  }

  @Test("stay where others see the result, and behind half floats")
  func stays() async throws {
    func operators(_ dtype: DType, shared: Bool) async throws -> [String] {
      var sample = SampleGraph()
      let (a, b) = (sample.input("a", [2, 2], dtype), sample.input("b", [2, 2], dtype))
      let product = try sample.apply("MatMul", a, b)
      let y = try sample.apply("Relu", product)
      let graph = shared ? sample.giving(y, product) : sample.giving(y)
      return try await graph.optimized(ActivationFusion()).operators
    }
    #expect(try await operators(.float, shared: false) == ["MatMul+Relu"])
    #expect(try await operators(.float, shared: true) == ["MatMul", "Relu"])
    #expect(try await operators(.float16, shared: false) == ["MatMul", "Relu"])
  }
}
