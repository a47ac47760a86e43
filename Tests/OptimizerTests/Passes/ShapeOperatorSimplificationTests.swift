import Graphs
import Tensors
import Testing

@testable import Optimizer

@Suite("Shape operator simplification") struct ShapeOperatorSimplificationTests {
  private let pass = ShapeOperatorSimplification()
  private let n = Dimension.symbol("N")

  struct Lone: CustomTestStringConvertible {
    let name: String, dims: [Dimension]
    var integers: [[Int64]] = []
    var attributes: [String: AttributeValue] = [:]
    let goes: Bool
    var testDescription: String { "\(name) \(integers) of \(dims) \(goes ? "goes" : "stays")" }
  }

  static let lone: [Lone] = [
    Lone(name: "Reshape", dims: [2, 3], integers: [[2, 3]], goes: true),
    Lone(name: "Reshape", dims: [2, 3], integers: [[0, -1]], goes: true),
    Lone(name: "Reshape", dims: [.symbol("N"), 3], integers: [[0, 3]], goes: true),
    Lone(name: "Reshape", dims: [.symbol("N"), 3], integers: [[3, -1]], goes: false),
    Lone(name: "Reshape", dims: [2, 3], integers: [[3, 2]], goes: false),
    Lone(name: "Reshape", dims: [.symbol("N"), .symbol("N")], integers: [[0, -1]], goes: false),
    Lone(name: "Flatten", dims: [.symbol("N"), 6], goes: true),
    Lone(name: "Flatten", dims: [.symbol("N"), 6], attributes: ["axis": .int(0)], goes: false),
    Lone(name: "Squeeze", dims: [2, 3], goes: true),
    Lone(name: "Squeeze", dims: [2, .symbol("N")], goes: false),
    Lone(name: "Unsqueeze", dims: [2, 3], integers: [[]], goes: true),
    Lone(name: "Expand", dims: [.symbol("N"), 3], integers: [[1, 3]], goes: true),
    Lone(name: "Expand", dims: [.symbol("N"), 1], integers: [[1, 3]], goes: false),
    Lone(name: "Tile", dims: [.symbol("N"), 3], integers: [[1, 1]], goes: true),
    Lone(name: "Tile", dims: [.symbol("N"), 3], integers: [[2, 1]], goes: false),
    Lone(name: "Slice", dims: [2, 3], integers: [[0], [9], [1], [1]], goes: true),
    Lone(name: "Slice", dims: [2, 3], integers: [[-1], [-9], [1], [-1]], goes: false),
    Lone(name: "Slice", dims: [2, 3], integers: [[1], [9], [1], [1]], goes: false),
    Lone(name: "Slice", dims: [2, .symbol("N")], integers: [[0], [9], [1], [1]], goes: false),
    Lone(name: "Pad", dims: [.symbol("N"), 3], integers: [[0, 0, 0, 0]], goes: true),
    Lone(name: "Pad", dims: [2, 3], integers: [[0, 1, 0, -1]], goes: false),
    Lone(name: "Concat", dims: [2, 3], attributes: ["axis": .int(0)], goes: true),
    Lone(name: "Split", dims: [2, .symbol("N")], attributes: ["num_outputs": .int(1)], goes: true),
    Lone(name: "Split", dims: [2, 3], integers: [[2]], goes: true),
  ]

  @Test("removes what changes nothing", arguments: lone)
  func nothing(row: Lone) async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input(row.dims)
    let others = row.integers.map { model.constant(Tensor(vector: $0)) }
    let y = try model.add(row.name, [x] + others, row.attributes)[0]
    model.output(try model.apply("Relu", y))
    let input = try Tensor.samples(
      Shape(row.dims.map { $0.value ?? (row.name == "Reshape" ? 3 : 2) }))
    try await model.expect(row.goes ? ["Relu"] : [row.name, "Relu"], after: pass, [input])
  }

  @Test("keeps a Reshape to a shape that a caller may change")
  func defaultShape() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([2, 3])
    let shape = model.input([2], .int64)
    model.setDefault(shape, Tensor(vector: [2, 3] as [Int64]))
    model.output(try model.apply("Relu", try model.apply("Reshape", x, shape)))
    try await model.expectUnchanged(by: pass)
  }

  struct Pair: CustomTestStringConvertible {
    let dims: [Dimension]
    let first: (name: String, integers: [Int64]?)
    let second: (name: String, integers: [Int64]?)
    let operators: [String]
    /// What the Reshape that is left asks for.
    var asked: [Int]?
    var testDescription: String { "\(second) of \(first) of \(dims) gives \(operators)" }
  }

  static let pairs: [Pair] = [
    Pair(
      dims: [2, 3, 4], first: ("Reshape", [4, 6]), second: ("Reshape", [3, 8]),
      operators: ["Reshape"], asked: [3, 8]),
    Pair(
      dims: [2, 3, 4], first: ("Reshape", [6, 4]), second: ("Reshape", [0, 2, -1]),
      operators: ["Reshape"], asked: [6, 2, 2]),
    Pair(
      dims: [2, 3, 4], first: ("Reshape", [6, 4]), second: ("Reshape", [2, 3, 4]), operators: []),
    Pair(
      dims: [.symbol("N"), 3, 4], first: ("Reshape", [0, 12]), second: ("Reshape", [0, 3, 4]),
      operators: []),
    Pair(
      dims: [.symbol("N"), 3, 4], first: ("Flatten", nil), second: ("Reshape", [-1, 6, 2]),
      operators: ["Reshape"], asked: [-1, 6, 2]),
    Pair(
      dims: [.symbol("N"), .symbol("S"), 12], first: ("Reshape", [0, 0, 3, 4]),
      second: ("Unsqueeze", [0]), operators: ["Reshape", "Unsqueeze"]),
    Pair(
      dims: [.symbol("N"), .symbol("S"), 12], first: ("Reshape", [0, 0, 3, 4]),
      second: ("Unsqueeze", [2]), operators: ["Reshape"], asked: [0, 0, 1, 3, 4]),
    Pair(
      dims: [.symbol("N"), .symbol("S"), 1], first: ("Squeeze", [2]), second: ("Unsqueeze", [2]),
      operators: []),
    Pair(
      dims: [.symbol("N"), .symbol("S")], first: ("Unsqueeze", [-1, 0]),
      second: ("Squeeze", [0, -1]), operators: []),
    Pair(
      dims: [.symbol("N"), .symbol("S")], first: ("Unsqueeze", [0]), second: ("Squeeze", nil),
      operators: ["Unsqueeze", "Squeeze"]),
    Pair(
      dims: [.symbol("N"), .symbol("S"), 6], first: ("Flatten", nil), second: ("Reshape", [-1, 9]),
      operators: ["Reshape"], asked: [-1, 9]),
    Pair(
      dims: [.symbol("N"), .symbol("S"), 6], first: ("Flatten", nil),
      second: ("Reshape", [0, -1, 2]),
      operators: ["Reshape"], asked: [0, -1, 2]),
    Pair(
      dims: [.symbol("N"), .symbol("S"), 6], first: ("Reshape", [-1, 6]),
      second: ("Reshape", [0, 2, 3]), operators: ["Reshape"], asked: [-1, 2, 3]),
  ]

  @Test("merges two in a row", arguments: pairs)
  func pair(row: Pair) async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input(row.dims)
    var last = try model.apply("Neg", x)
    for (name, integers) in [row.first, row.second] {
      let others = integers.map { model.constant(Tensor(vector: $0)) }
      last = try model.add(name, [last] + (others.map { [$0] } ?? []))[0]
    }
    model.output(try model.apply("Relu", last))
    let input = try Tensor.samples(Shape(row.dims.map { $0.value ?? ($0 == .symbol("N") ? 2 : 3) }))
    try await model.expect(["Neg"] + row.operators + ["Relu"], after: pass, [input])
    guard let asked = row.asked else { return }
    let graph = try await Optimizer([pass]).optimize(model.graph).graph
    #expect(graph.constants[try #require(graph.nodes[1].inputs[1])]?.tensor?.integers == asked)
  }

  @Test("keeps the first of two where others read it")
  func sharedFirst() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([2, 3])
    let y = try model.apply("Reshape", x, model.integers(6))
    let z = try model.apply("Reshape", y, model.integers(3, 2))
    model.output(y, z)
    try await model.expectUnchanged(by: pass)
  }

  @Test("makes one Reshape of two that end at an output's name")
  func output() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([2, 3])
    let y = try model.apply("Reshape", x, model.integers(6))
    model.output(try model.apply("Reshape", y, model.integers(2, 3)))
    try await model.expect(["Reshape"], after: pass, [.samples([2, 3])])
  }

  @Test("reads axes that are attributes")
  func oldAxes() async throws {
    var model = SampleGraph(opset: 11)
    let x = model.input([.unknown, 3])
    let y = try model.apply("Unsqueeze", x, attributes: ["axes": .ints([1])])
    let z = try model.apply("Squeeze", y, attributes: ["axes": .ints([1])])
    model.output(try model.apply("Relu", z))
    try await model.expect(["Relu"], after: pass, [.samples([2, 3])])
  }

  @Test("keeps a Reshape that makes empty axes")
  func allowZero() async throws {
    var model = SampleGraph(opset: 14)
    let x = model.input([0, 3])
    let y = try model.apply("Reshape", x, model.integers(3, 0), attributes: ["allowzero": .int(1)])
    model.output(try model.apply("Relu", y))
    try await model.expect(["Reshape", "Relu"], after: pass, [.samples([0, 3])])
  }
}
