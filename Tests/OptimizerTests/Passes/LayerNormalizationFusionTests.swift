import Graphs
import Tensors
import Testing

@testable import Optimizer

@Suite("LayerNormalization fusion") struct LayerNormalizationFusionTests {
  private let pass = LayerNormalizationFusion()

  enum Square: CaseIterable {
    case power, product, twoDifferences
  }
  enum Quotient: CaseIterable {
    case division, reciprocal, oneOverRoot, power
  }

  struct Row: CustomTestStringConvertible {
    var opset = 13
    var dtype = DType.float
    var dims: [Dimension] = [2, 3, 8]
    var axes = [-1]
    var square = Square.power
    var quotient = Quotient.division
    var epsilon: Double = 1e-5
    var scale: Shape? = [8]
    var bias: Shape? = [8]
    var testDescription: String {
      "opset \(opset), \(dtype.name), axes \(axes), \(square), \(quotient), scale "
        + "\(scale?.description ?? "none"), bias \(bias?.description ?? "none")"
    }
  }

  private func model(_ row: Row) throws -> SampleGraph {
    var model = SampleGraph(opset: row.opset)
    let x = model.input(row.dims, row.dtype)
    func mean(_ id: ValueID) throws -> ValueID {
      guard row.opset >= 18 else {
        return try model.apply("ReduceMean", id, attributes: ["axes": .ints(row.axes)])
      }
      return try model.apply(
        "ReduceMean", id, model.constant(Tensor(vector: row.axes.map { Int64($0) })))
    }
    let centre = try mean(x)
    let distance = try model.apply("Sub", x, centre)
    let square: ValueID
    switch row.square {
    case .power: square = try model.apply("Pow", distance, model.scalar(2))
    case .product: square = try model.apply("Mul", distance, distance)
    case .twoDifferences:
      let other = try model.apply("Sub", x, centre)
      square = try model.apply("Pow", other, model.scalar(2))
    }
    let variance = try model.apply(
      "Add", try mean(square), model.scalar(row.epsilon, row.dtype))
    var y: ValueID
    switch row.quotient {
    case .division: y = try model.apply("Div", distance, try model.apply("Sqrt", variance))
    case .reciprocal:
      let root = try model.apply("Reciprocal", try model.apply("Sqrt", variance))
      y = try model.apply("Mul", root, distance)
    case .oneOverRoot:
      let root = try model.apply("Sqrt", variance)
      y = try model.apply(
        "Mul", distance, try model.apply("Div", model.scalar(1, row.dtype), root))
    case .power:
      y = try model.apply("Mul", distance, try model.apply("Pow", variance, model.scalar(-0.5)))
    }
    if let scale = row.scale {
      y = try model.apply("Mul", y, model.constant(try .samples(scale, row.dtype, seed: 5)))
    }
    if let bias = row.bias {
      y = try model.apply("Add", model.constant(try .samples(bias, row.dtype, seed: 6)), y)
    }
    model.output(try model.apply("Identity", y))
    return model
  }

  static let spellings: [Row] =
    Square.allCases.map { Row(square: $0) } + Quotient.allCases.map { Row(quotient: $0) } + [
      Row(opset: 18), Row(dtype: .float16), Row(dtype: .bfloat16), Row(scale: nil, bias: nil),
      Row(bias: nil), Row(scale: nil), Row(dims: [.symbol("N"), .unknown, 8]),
      Row(axes: [1, 2], scale: [3, 8], bias: [3, 8]), Row(axes: [0, 1, 2], scale: nil, bias: nil),
      Row(axes: [2, -2], scale: nil, bias: [3, 8]),
    ]

  @Test("finds every spelling", arguments: spellings)
  func found(row: Row) async throws {
    let part = [DType.float16: 0x1p-8, .bfloat16: 0x1p-5][row.dtype] ?? 1e-5
    try await model(row).expect(
      ["LayerNormalization", "Identity"], after: pass, [.samples([2, 3, 8], row.dtype)],
      .within(part))
  }

  @Test("takes axis and epsilon from the nodes, and float for the first stage")
  func settings() async throws {
    let graph = try model(Row(axes: [1, 2], epsilon: 0.25, scale: [3, 8], bias: nil)).graph
    let node = try await Optimizer([pass]).optimize(graph).graph.nodes[0]
    #expect(node.attribute("axis") == 1)
    #expect(node.attribute("epsilon", as: Float.self) == 0.25)
    #expect(node.attribute("stash_type") == 1)
    #expect(node.opset == 17)
  }

  @Test("leaves a scale outside that does not have the row's shape")
  func otherScale() async throws {
    try await model(Row(scale: [1], bias: nil)).expect(
      ["LayerNormalization", "Mul", "Identity"], after: pass, [.samples([2, 3, 8])], .within(1e-5))
    try await model(Row(scale: [3, 8], bias: nil)).expect(
      ["LayerNormalization", "Mul", "Identity"], after: pass, [.samples([2, 3, 8])], .within(1e-5))
  }

  @Test("leaves rows alone that are not the last axes, in double, or of unknown length")
  func others() async throws {
    try await model(Row(axes: [1], scale: nil, bias: nil)).expectUnchanged(by: pass)
    try await model(Row(dtype: .double)).expectUnchanged(by: pass)
    try await model(Row(dims: [2, 3, .symbol("N")], scale: nil, bias: nil))
      .expectUnchanged(by: pass)
  }

  @Test("leaves alone what others read between")
  func readBetween() async throws {
    var model = try model(Row())
    model.output(try #require(model.graph.nodes[1].outputs[0]))
    try await model.expectUnchanged(by: pass)
  }

  @Test("leaves another power than the square alone")
  func cube() async throws {
    var model = SampleGraph(opset: 13)
    let x = model.input([2, 8])
    let distance = try model.apply(
      "Sub", x, try model.apply("ReduceMean", x, attributes: ["axes": .ints([1])]))
    let cube = try model.apply("Pow", distance, model.scalar(4))
    let spread = try model.apply("ReduceMean", cube, attributes: ["axes": .ints([1])])
    let root = try model.apply("Sqrt", try model.apply("Add", spread, model.scalar(1e-5)))
    model.output(try model.apply("Div", distance, root))
    try await model.expectUnchanged(by: pass)
  }
}
