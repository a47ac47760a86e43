import Graphs
import Tensors
import Testing

@testable import Optimizer

@Suite("Gelu fusion") struct GeluFusionTests {
  private let pass = GeluFusion()

  /// How an exporter writes it.
  enum Spelling: CaseIterable {
    case halfLast, halfFirst, halfAtGate, halfByDivision
    /// As the standard's function has it.
    case sum
  }

  /// `x · ½ · (1 + gate)`.
  private func half(
    _ x: ValueID, _ gate: ValueID, _ spelling: Spelling, _ dtype: DType, in model: inout SampleGraph
  ) throws -> ValueID {
    let sum = try model.apply(
      spelling == .sum ? "Sum" : "Add", gate, try model.scalar(1, dtype))
    let half = try model.scalar(0.5, dtype)
    switch spelling {
    case .halfLast: return try model.apply("Mul", try model.apply("Mul", x, sum), half)
    case .halfFirst, .sum: return try model.apply("Mul", try model.apply("Mul", half, x), sum)
    case .halfAtGate: return try model.apply("Mul", x, try model.apply("Mul", sum, half))
    case .halfByDivision:
      return try model.apply("Div", try model.apply("Mul", x, sum), model.scalar(2, dtype))
    }
  }

  private func exact(
    _ dtype: DType, _ spelling: Spelling, opset: Int = 13, root: Double = 1.4142135381698608
  ) throws -> SampleGraph {
    var model = SampleGraph(opset: opset)
    let x = model.input([.symbol("N"), 8], dtype)
    let erf = try model.apply("Erf", try model.apply("Div", x, model.scalar(root, dtype)))
    model.output(try half(x, erf, spelling, dtype, in: &model))
    return model
  }

  @Test("finds every spelling of the exact form", arguments: Spelling.allCases)
  func exactForm(spelling: Spelling) async throws {
    let model = try exact(.float, spelling)
    try await model.expect(["Gelu"], after: pass, [.samples([4, 8])], .within(1e-6))
    let gelu = try await Optimizer([pass]).optimize(model.graph).graph.nodes[0]
    #expect(gelu.opset == 20)
    #expect(gelu.attributes.isEmpty)
  }

  @Test(
    "finds it in every float type",
    arguments: [(DType.float16, 0x1p-9), (.bfloat16, 0x1p-6), (.double, 1e-6)])
  func types(dtype: DType, part: Double) async throws {
    try await exact(dtype, .halfLast).expect(
      ["Gelu"], after: pass, [.samples([4, 8], dtype)], .within(part))
  }

  enum Cubic: CaseIterable {
    case power, products, factored
  }

  @Test("finds every spelling of the form with tanh", arguments: Cubic.allCases)
  func tanhForm(cubic: Cubic) async throws {
    var model = SampleGraph(opset: 17)
    let x = model.input([4, 8])
    let factor = try model.scalar(0.044715)
    let inner: ValueID
    switch cubic {
    case .power:
      let cube = try model.apply("Pow", x, try model.scalar(3))
      let sum = try model.apply("Add", x, try model.apply("Mul", cube, factor))
      inner = try model.apply("Mul", sum, model.scalar(0.7978845608028654))
    case .products:
      let cube = try model.apply("Mul", try model.apply("Mul", x, x), x)
      let sum = try model.apply("Add", try model.apply("Mul", factor, cube), x)
      inner = try model.apply("Mul", model.scalar(0.797884583), sum)
    case .factored:
      let square = try model.apply("Mul", try model.apply("Mul", x, factor), x)
      let sum = try model.apply("Add", square, model.scalar(1))
      inner = try model.apply(
        "Mul", try model.apply("Mul", x, model.scalar(0.7978845608)), sum)
    }
    let tanh = try model.apply("Tanh", inner)
    model.output(try half(x, tanh, .halfFirst, .float, in: &model))
    try await model.expect(["Gelu"], after: pass, [.samples([4, 8])], .within(1e-6))
    let gelu = try await Optimizer([pass]).optimize(model.graph).graph.nodes[0]
    #expect(gelu.attribute("approximate") == "tanh")
  }

  @Test("finds it behind and before other products")
  func neighbours() async throws {
    var model = SampleGraph(opset: 20)
    let (a, b) = (model.input([4, 8]), model.input([4, 8]))
    let x = try model.apply("Mul", a, b)
    let erf = try model.apply("Erf", try model.apply("Mul", x, model.scalar(0.70710678)))
    let gelu = try half(x, erf, .halfLast, .float, in: &model)
    model.output(try model.apply("Mul", gelu, b))
    try await model.expect(
      ["Mul", "Gelu", "Mul"], after: pass, [.samples([4, 8]), .samples([4, 8], seed: 2)],
      .within(1e-6))
  }

  @Test("leaves other constants alone")
  func otherConstants() async throws {
    try await exact(.float, .halfLast, root: 1.4142).expectUnchanged(by: pass)
    try await exact(.float, .halfLast, root: 1.5).expectUnchanged(by: pass)
  }

  @Test("leaves alone what others read between")
  func readBetween() async throws {
    var model = try exact(.float, .halfLast)
    model.output(try #require(model.graph.nodes[1].outputs[0]))
    try await model.expectUnchanged(by: pass)
  }

  @Test("leaves alone a gate of another value")
  func otherGate() async throws {
    var model = SampleGraph(opset: 20)
    let (x, y) = (model.input([4, 8]), model.input([4, 8]))
    let erf = try model.apply("Erf", try model.apply("Div", x, model.scalar(2.0.squareRoot())))
    model.output(try half(y, erf, .halfLast, .float, in: &model))
    try await model.expectUnchanged(by: pass)
  }

  @Test("leaves alone a constant that a caller may change, and one that adds an axis")
  func otherHalves() async throws {
    for rank in [nil, 3] {
      var model = SampleGraph(opset: 20)
      let x = model.input([4, 8])
      let half: ValueID
      if let rank {
        half = model.constant(
          try Tensor(vector: [0.5 as Float]).reshaped(to: Shape(Array(repeating: 1, count: rank))))
      } else {
        half = model.input([])
        model.setDefault(half, Tensor(scalar: 0.5 as Float))
      }
      let erf = try model.apply("Erf", try model.apply("Div", x, model.scalar(2.0.squareRoot())))
      let sum = try model.apply("Add", erf, model.scalar(1))
      model.output(try model.apply("Mul", try model.apply("Mul", x, sum), half))
      try await model.expectUnchanged(by: pass)
    }
  }
}
