import Graphs
import Tensors
import Testing

@testable import Optimizer

@Suite("Attention fusion") struct AttentionFusionTests {
  private let pass = AttentionFusion()

  /// Where the scale stands.
  enum Scaling: CaseIterable {
    case nowhere, atProduct, byDivision, atQueries, atColumns, atBoth
  }

  struct Row: CustomTestStringConvertible {
    var opset = 14
    var dtype = DType.float
    var queries: [Dimension] = [2, 3, 4, 8]
    var keys: [Dimension] = [2, 3, 5, 8]
    var values: [Dimension] = [2, 3, 5, 6]
    var perm = [0, 1, 3, 2]
    var scaling = Scaling.atProduct
    var scale = 0.25
    var mask: [Dimension]?
    var axis = -1
    var testDescription: String {
      "opset \(opset), \(dtype.name), Q \(queries), K \(keys) by \(perm), V \(values), scale "
        + "\(scale) \(scaling), mask \(mask ?? []), axis \(axis)"
    }
  }

  private func model(_ row: Row) throws -> SampleGraph {
    var model = SampleGraph(opset: row.opset)
    var q = model.input(row.queries, row.dtype)
    let k = model.input(row.keys, row.dtype)
    let v = model.input(row.values, row.dtype)
    let mask = row.mask.map { model.input($0, row.dtype) }
    func scaled(_ id: ValueID, _ by: Double) throws -> ValueID {
      try model.apply("Mul", id, model.scalar(by, row.dtype))
    }
    var t = try model.apply("Transpose", k, attributes: ["perm": .ints(row.perm)])
    switch row.scaling {
    case .atQueries: q = try scaled(q, row.scale)
    case .atColumns: t = try scaled(t, row.scale)
    case .atBoth:
      (q, t) = (try scaled(q, row.scale.squareRoot()), try scaled(t, row.scale.squareRoot()))
    case .nowhere, .atProduct, .byDivision: break
    }
    var scores = try model.apply("MatMul", q, t)
    if row.scaling == .atProduct { scores = try scaled(scores, row.scale) }
    if row.scaling == .byDivision {
      scores = try model.apply("Div", scores, model.scalar(1 / row.scale, row.dtype))
    }
    if let mask { scores = try model.apply("Add", mask, scores) }
    let weights = try model.apply(
      "Softmax", scores, attributes: ["axis": .int(Int64(row.axis))])
    model.output(try model.apply("MatMul", weights, v))
    return model
  }

  static let spellings: [Row] =
    Scaling.allCases.map { Row(scaling: $0) } + [
      Row(opset: 12, axis: 3), Row(opset: 23), Row(dtype: .float16), Row(dtype: .double),
      Row(mask: [2, 3, 4, 5]), Row(mask: [4, 5]), Row(mask: [2, 1, 1, 5]),
      Row(opset: 21, mask: [3, 1, 5]),
    ]

  @Test("finds every place of the scale, and the mask", arguments: spellings)
  func found(row: Row) async throws {
    var inputs = try [row.queries, row.keys, row.values].enumerated().map { seed, dims in
      try Tensor.samples(Shape(dims.compactMap(\.value)), row.dtype, seed: UInt64(seed + 1))
    }
    if let mask = row.mask {
      inputs.append(try .samples(Shape(mask.compactMap(\.value)), row.dtype, seed: 9))
    }
    try await model(row).expect(
      ["Attention"], after: pass, inputs, .within(row.dtype == .float16 ? 0x1p-8 : 1e-5))
  }

  @Test("transposes keys that stand otherwise")
  func otherKeys() async throws {
    let row = Row(keys: [2, 5, 3, 8], perm: [0, 2, 3, 1])
    let inputs = [
      try Tensor.samples([2, 3, 4, 8]), try Tensor.samples([2, 5, 3, 8], seed: 2),
      try Tensor.samples([2, 3, 5, 6], seed: 3),
    ]
    try await model(row).expect(["Transpose", "Attention"], after: pass, inputs, .within(1e-5))
  }

  /// The standard's function gives zeros where the mask hides every key, and so does Attention.
  @Test("finds the standard's guard of queries that see no key", arguments: [true, false])
  func guarded(isOwnMask: Bool) async throws {
    var model = SampleGraph(opset: 23)
    let (q, k, v) = (
      model.input([1, 2, 3, 4]), model.input([1, 2, 5, 4]), model.input([1, 2, 5, 4])
    )
    let (mask, other) = (model.input([3, 5]), model.input([3, 5]))
    let t = try model.apply("Transpose", k, attributes: ["perm": .ints([0, 1, 3, 2])])
    let scores = try model.apply("Add", try model.apply("MatMul", q, t), mask)
    let weights = try model.apply("Softmax", scores)
    let peak = try model.apply("ReduceMax", isOwnMask ? mask : other, model.integers(-1))
    let hidden = try model.apply("Equal", peak, model.scalar(-.infinity))
    let safe = try model.apply("Where", hidden, model.scalar(0), weights)
    model.output(try model.apply("MatMul", safe, v))
    guard isOwnMask else { return try await model.expectUnchanged(by: pass) }
    var bias = [Float](repeating: 0.5, count: 15)
    for key in 5..<10 { bias[key] = -.infinity }
    bias[11] = -.infinity
    let inputs = [
      try Tensor.samples([1, 2, 3, 4]), try .samples([1, 2, 5, 4], seed: 2),
      try .samples([1, 2, 5, 4], seed: 3), try Tensor(vector: bias).reshaped(to: [3, 5]),
      try Tensor(vector: bias).reshaped(to: [3, 5]),
    ]
    try await model.expect(["Attention"], after: pass, inputs, .within(1e-6))
  }

  @Test("says the scale that the nodes have")
  func scale() async throws {
    let graph = try model(Row(scaling: .nowhere)).graph
    let node = try await Optimizer([pass]).optimize(graph).graph.nodes[0]
    #expect(node.attribute("scale", as: Float.self) == 1)
    #expect(node.opset == 23)
  }

  @Test("finds it where extents have names")
  func names() async throws {
    let (b, s) = (Dimension.symbol("B"), Dimension.symbol("S"))
    let row = Row(
      queries: [b, 3, s, 8], keys: [b, 3, s, 8], values: [b, 3, s, 8], mask: [b, 1, 1, s])
    #expect(try await model(row).operators(after: pass) == ["Attention"])
  }

  static let strangers: [Row] = [
    // A mask of one column holds for every key; Attention would hide all keys but the first.
    Row(mask: [2, 3, 4, 1]),
    Row(mask: [5]),
    Row(queries: [1, 3, 4, 8], keys: [1, 3, 5, 8], values: [1, 3, 5, 6], mask: [2, 3, 4, 5]),
    Row(scaling: .atProduct, scale: -0.25),
    Row(keys: [2, 1, 5, 8]),
    Row(values: [1, 3, 5, 6]),
    Row(queries: [.unknown, 3, 4, 8], keys: [.unknown, 3, 5, 8], values: [.unknown, 3, 5, 6]),
    Row(axis: 2),
    Row(opset: 11, axis: 1),
  ]

  @Test("leaves others alone", arguments: strangers)
  func others(row: Row) async throws {
    try await model(row).expectUnchanged(by: pass)
  }

  @Test("leaves scores alone that are read elsewhere")
  func readBetween() async throws {
    for position in [0, 1, 2, 3] {
      var model = try model(Row())
      model.output(try #require(model.graph.nodes[position].outputs[0]))
      try await model.expectUnchanged(by: pass)
    }
  }

  @Test("leaves a scale alone that a caller may change")
  func defaultScale() async throws {
    var model = SampleGraph(opset: 14)
    let (q, k, v) = (
      model.input([1, 1, 4, 8]), model.input([1, 1, 4, 8]), model.input([1, 1, 4, 8])
    )
    let scale = model.input([])
    model.setDefault(scale, Tensor(scalar: 0.5 as Float))
    let t = try model.apply("Transpose", k, attributes: ["perm": .ints([0, 1, 3, 2])])
    let scores = try model.apply("Mul", try model.apply("MatMul", q, t), scale)
    model.output(try model.apply("MatMul", try model.apply("Softmax", scores), v))
    try await model.expectUnchanged(by: pass)
  }
}
