import Graphs
import Tensors
import Testing

@testable import Optimizer

@Suite("Pads into windows") struct PadIntoWindowTests {
  private let pass = PadIntoWindow()

  /// A Pad of X `[1, 2, 5, 6]`, with its value and its mode, before a window of `2 × 3`.
  struct Row: CustomTestStringConvertible {
    var opset = 21
    var pads: [Int64] = [0, 0, 1, 0, 0, 0, 0, 2]
    var axes: [Int64]?
    var value: Double?
    var mode = "constant"
    let window: String
    var attributes: [String: AttributeValue] = [:]
    var goes = true
    var testDescription: String {
      "\(window)-\(opset) \(attributes) after pads \(pads), axes \(axes ?? []), "
        + "\(value ?? 0) \(mode) \(goes ? "pads itself" : "stays")"
    }
  }

  static let own: [String: AttributeValue] = ["pads": .ints([0, 0, 1, 0])]
  static let rows: [Row] = [
    Row(window: "Conv"),
    Row(value: 0, window: "Conv"),
    Row(opset: 10, window: "Conv"),
    Row(opset: 11, window: "Conv", attributes: own),
    Row(window: "Conv", attributes: ["auto_pad": .string("VALID")]),
    Row(window: "Conv", attributes: ["strides": .ints([2, 2]), "dilations": .ints([2, 1])]),
    Row(pads: [2, 1, 0, 1], axes: [-1, 2], window: "Conv"),
    Row(window: "Conv", attributes: ["auto_pad": .string("SAME_UPPER")], goes: false),
    Row(value: 1, window: "Conv", goes: false),
    Row(mode: "edge", window: "Conv", goes: false),
    Row(pads: [0, 0, 1, -1, 0, 0, 0, 0], window: "Conv", goes: false),
    Row(pads: [1, 0, 0, 0, 0, 0, 0, 0], window: "Conv", goes: false),
    Row(pads: [1, 1, 0, 1], axes: [0, 2], window: "Conv", goes: false),
    Row(window: "AveragePool"),
    Row(opset: 6, window: "AveragePool"),
    Row(window: "AveragePool", attributes: own.merging(["count_include_pad": .int(1)]) { $1 }),
    Row(window: "AveragePool", attributes: own, goes: false),
    Row(window: "AveragePool", attributes: ["ceil_mode": .int(1)], goes: false),
    Row(pads: [0, 0, 2, 0, 0, 0, 0, 0], window: "AveragePool", goes: false),
    Row(value: -.infinity, window: "AveragePool", goes: false),
    Row(value: -.infinity, window: "MaxPool"),
    Row(value: -.infinity, window: "MaxPool", attributes: own),
    Row(window: "MaxPool", goes: false),
    Row(value: -3.4e38, window: "MaxPool", goes: false),
    Row(value: -.infinity, window: "MaxPool", attributes: ["ceil_mode": .int(1)], goes: false),
  ]

  private func model(_ row: Row) throws -> SampleGraph {
    var model = SampleGraph(opset: row.opset)
    let x = model.input([1, 2, 5, 6])
    let padded: ValueID
    if row.opset < 11 {
      padded = try model.apply(
        "Pad", x,
        attributes: [
          "pads": .ints(row.pads), "value": .float(Float(row.value ?? 0)),
          "mode": .string(row.mode),
        ])
    } else {
      let pads = model.constant(Tensor(vector: row.pads))
      let value = try row.value.map { try model.scalar($0) }
      let axes = row.axes.map { model.constant(Tensor(vector: $0)) }
      padded = try model.add(
        "Pad", [x, pads, value] + (axes.map { [$0] } ?? []), ["mode": .string(row.mode)])[0]
    }
    var inputs: [ValueID?] = [padded]
    if row.window == "Conv" {
      // Of a batch of padding only, the channels have to fit.
      inputs.append(model.constant(try .samples([3, 2, 2, 3], seed: 7)))
      inputs.append(model.constant(try .samples([3], seed: 8)))
    }
    let kernel: [String: AttributeValue] = ["kernel_shape": .ints([2, 3])]
    model.output(
      try model.add(row.window, inputs, kernel.merging(row.attributes) { $1 })[0])
    return model
  }

  @Test("go where the window takes them for its own", arguments: rows)
  func row(row: Row) async throws {
    let model = try model(row)
    if row.goes {
      try await model.expect([row.window], after: pass, [.samples([1, 2, 5, 6])])
    } else {
      try await model.expectUnchanged(by: pass)
    }
  }

  @Test("of a pooling in integers are its least number")
  func integers() async throws {
    for (value, goes) in [(Int8.min, true), (0, false)] {
      var model = SampleGraph(opset: 21)
      let x = model.input([1, 1, 4], .int8)
      let y = try model.apply(
        "Pad", x, model.integers(0, 0, 1, 0, 0, 1), model.constant(Tensor(scalar: value)))
      model.output(try model.apply("MaxPool", y, attributes: ["kernel_shape": .ints([2])]))
      try await model.expect(
        goes ? ["MaxPool"] : ["Pad", "MaxPool"], after: pass,
        [Tensor(vector: [-128, -128, 5, -7] as [Int8]).reshaped(to: [1, 1, 4])])
    }
  }

  @Test("stay where indices count the padded elements")
  func indices() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([1, 1, 4])
    let y = try model.apply("Pad", x, model.integers(0, 0, 1, 0, 0, 0), model.scalar(-.infinity))
    let pool = try model.add("MaxPool", [y], ["kernel_shape": .ints([2])], outputs: 2)
    model.output(pool[0], pool[1])
    try await model.expectUnchanged(by: pass)
  }

  @Test("stay where a caller may change them")
  func defaults() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([1, 1, 4])
    let pads = model.input([6], .int64)
    model.setDefault(pads, Tensor(vector: [0, 0, 1, 0, 0, 0] as [Int64]))
    let y = try model.apply("Pad", x, pads)
    model.output(
      try model.apply("Conv", y, model.constant(.samples([1, 1, 2]))))
    try await model.expectUnchanged(by: pass)
  }

  @Test("go to one reader and stay for the other")
  func shared() async throws {
    var model = SampleGraph(opset: 21)
    let x = model.input([1, 1, 4])
    let y = try model.apply("Pad", x, model.integers(0, 0, 1, 0, 0, 0))
    let z = try model.apply("Conv", y, model.constant(.samples([1, 1, 2])))
    model.output(z, try model.apply("Relu", y))
    try await model.expect(["Pad", "Conv", "Relu"], after: pass, [.samples([1, 1, 4])])
    let graph = try await Optimizer([pass]).optimize(model.graph).graph
    #expect(graph.nodes[1].inputs[0] == x)
  }
}
