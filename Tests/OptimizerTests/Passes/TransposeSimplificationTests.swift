import Graphs
import Tensors
import Testing

@testable import Optimizer

@Suite("Transpose simplification") struct TransposeSimplificationTests {
  private let pass = TransposeSimplification()

  @Test("composes two transpositions")
  func composition() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([2, 3, 4])
    let y = try model.apply("Transpose", x, attributes: ["perm": .ints([1, 2, 0])])
    model.output(try model.apply("Transpose", y, attributes: ["perm": .ints([0, 2, 1])]))
    try await model.expect(["Transpose"], after: pass, [.samples([2, 3, 4])])
  }

  @Test("removes two that undo each other")
  func inverses() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([2, 3, 4])
    let y = try model.apply("Transpose", x, attributes: ["perm": .ints([1, 2, 0])])
    let z = try model.apply("Transpose", y, attributes: ["perm": .ints([2, 0, 1])])
    model.output(try model.apply("Relu", z))
    try await model.expect(["Relu"], after: pass, [.samples([2, 3, 4])])
  }

  @Test("copies an input that becomes an output")
  func inputAsOutput() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([2, 3])
    model.output(try model.apply("Transpose", try model.apply("Transpose", x)))
    try await model.expect(["Identity"], after: pass, [.samples([2, 3])])
  }

  @Test("keeps the first of two where others read it")
  func sharedFirst() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([2, 3])
    let y = try model.apply("Transpose", x)
    let z = try model.apply("Transpose", y)
    model.output(try model.apply("Relu", z), try model.apply("Relu", y))
    try await model.expect(["Transpose", "Relu", "Relu"], after: pass, [.samples([2, 3])])
  }

  struct Order: CustomTestStringConvertible {
    let perm: [Int], dims: [Dimension], goes: Bool
    var testDescription: String { "\(perm) of \(dims) \(goes ? "goes" : "stays")" }
  }

  @Test(
    "removes one that moves nothing",
    arguments: [
      Order(perm: [0, 1, 2], dims: [.symbol("N"), 3, 4], goes: true),
      Order(perm: [1, 0, 2], dims: [1, 1, 4], goes: true),
      Order(perm: [1, 0, 2], dims: [1, 3, 4], goes: false),
      Order(perm: [0, 2, 1], dims: [2, 3, 3], goes: false),
      Order(perm: [1, 0, 2], dims: [.symbol("N"), .symbol("N"), 4], goes: false),
    ])
  func identity(order: Order) async throws {
    var model = SampleGraph(opset: 13)
    let x = model.input(order.dims)
    let y = try model.apply("Transpose", x, attributes: ["perm": .ints(order.perm)])
    model.output(try model.apply("Relu", y))
    #expect(
      try await model.operators(after: pass) == (order.goes ? ["Relu"] : ["Transpose", "Relu"]))
  }

  @Test(
    "makes a Gemm of a matrix product, in every type", arguments: [DType.float, .int32, .bfloat16])
  func product(dtype: DType) async throws {
    var model = SampleGraph(opset: 13)
    let (a, b) = (model.input([5, 3], dtype), model.input([5, 4], dtype))
    let t = try model.apply("Transpose", a, attributes: ["perm": .ints([1, 0])])
    model.output(try model.apply("MatMul", t, b))
    let inputs = [try Tensor.samples([5, 3], dtype), try Tensor.samples([5, 4], dtype, seed: 2)]
    try await model.expect(["Gemm"], after: pass, inputs)
  }

  @Test("makes a Gemm of opset 11 in an older model")
  func oldProduct() async throws {
    var model = SampleGraph(opset: 7)
    let (a, b) = (model.input([3, 5]), model.input([4, 5]))
    model.output(try model.apply("MatMul", a, try model.apply("Transpose", b)))
    let inputs = [try Tensor.samples([3, 5]), try Tensor.samples([4, 5], seed: 2)]
    try await model.expect(["Gemm"], after: pass, inputs)
    let nodes = try await Optimizer([pass]).optimize(model.graph).graph.nodes
    #expect(nodes.map(\.opset) == [11])
  }

  @Test("leaves stacks of matrices alone")
  func stack() async throws {
    var model = SampleGraph(opset: 13)
    let (a, b) = (model.input([2, 5, 3]), model.input([2, 5, 4]))
    let t = try model.apply("Transpose", a, attributes: ["perm": .ints([0, 2, 1])])
    model.output(try model.apply("MatMul", t, b))
    try await model.expectUnchanged(by: pass)
  }

  @Test("leaves the product of a matrix and a stack alone")
  func matrixAndStack() async throws {
    var model = SampleGraph(opset: 13)
    let (a, b) = (model.input([5, 3]), model.input([2, 5, 4]))
    model.output(try model.apply("MatMul", try model.apply("Transpose", a), b))
    try await model.expectUnchanged(by: pass)
  }

  @Test("turns a Gemm's flags over, both operands and one that C reads too")
  func gemm() async throws {
    var model = SampleGraph(opset: 13)
    let (a, b) = (model.input([4, 4]), model.input([4, 4]))
    let (s, t) = (try model.apply("Transpose", a), try model.apply("Transpose", b))
    model.output(
      try model.apply(
        "Gemm", s, t, t, attributes: ["transA": .int(1), "alpha": .float(0.5)]))
    let inputs = [try Tensor.samples([4, 4]), try Tensor.samples([4, 4], seed: 2)]
    try await model.expect(["Transpose", "Gemm"], after: pass, inputs)
    let gemm = try #require(
      try await Optimizer([pass]).optimize(model.graph).graph.nodes.last)
    #expect(gemm.attribute("transA") == 0)
    #expect(gemm.attribute("transB") == 1)
  }

  /// What TensorFlow's exporters write: a convolution's output in channels-last order between two
  /// transpositions.
  private func sandwich(
    _ inner: [Int], _ outer: [Int], bias: Shape = [3], isShared: Bool = false
  ) throws -> SampleGraph {
    var model = SampleGraph(opset: 13)
    let x = model.input([2, 3, 4, 5])
    let y = try model.apply("Transpose", x, attributes: ["perm": .ints(inner)])
    let shift = model.constant(try .samples(bias, seed: 3))
    let sum = try model.apply("Add", shift, y)
    let clip = try model.apply("Clip", sum, model.scalar(0), model.scalar(1))
    let power = try model.apply("Pow", clip, model.scalar(2))
    model.output(try model.apply("Transpose", power, attributes: ["perm": .ints(outer)]))
    if isShared { model.output(y) }
    return model
  }

  @Test("lets two meet in front of elementwise nodes, and moves a channel's constants")
  func meeting() async throws {
    let input = try Tensor.samples([2, 3, 4, 5])
    try await sandwich([0, 2, 3, 1], [0, 3, 1, 2]).expect(
      ["Add", "Clip", "Pow"], after: pass, [input])
    try await sandwich([0, 2, 3, 1], [0, 3, 1, 2], isShared: true).expect(
      ["Transpose", "Add", "Clip", "Pow"], after: pass, [input])
    try await sandwich([0, 2, 3, 1], [3, 0, 1, 2]).expect(
      ["Transpose", "Add", "Clip", "Pow"], after: pass, [input])
  }

  @Test("does not move the elements of a constant, nor add transpositions")
  func noMeeting() async throws {
    try await sandwich([0, 2, 3, 1], [0, 3, 1, 2], bias: [4, 5, 3]).expectUnchanged(by: pass)
    try await sandwich([0, 2, 3, 1], [3, 0, 1, 2], isShared: true).expectUnchanged(by: pass)
  }

  @Test("works in bodies")
  func body() async throws {
    var then = SampleGraph(opset: 21, from: 100)
    let x = ValueID(1)
    let y = try then.apply("Transpose", try then.apply("Transpose", x))
    then.output(try then.apply("Relu", y))
    var other = SampleGraph(opset: 21, from: 200)
    other.output(try other.apply("Neg", x))
    var model = SampleGraph(opset: 21)
    _ = model.input([2, 3])
    let condition = model.input([], .bool)
    let chosen = try model.apply(
      "If", condition,
      attributes: ["then_branch": .graph(then.graph), "else_branch": .graph(other.graph)])
    model.output(chosen)
    let optimized = try await Optimizer([pass]).optimize(model.graph).graph
    #expect(
      optimized.nodes[0].bodies.map { $0.nodes.map(\.operatorName) } == [["Neg"], ["Relu"]])
    try await model.expect(["If"], after: pass, [.samples([2, 3]), Tensor(scalar: true)])
  }
}
