import Graphs
import Tensors
import Testing

@testable import Optimizer

@Suite("Softmax fusion") struct SoftmaxFusionTests {
  private let pass = SoftmaxFusion()

  struct Row: CustomTestStringConvertible {
    var opset = 13
    var dtype = DType.float
    var peakAxes = [2]
    var sumAxes = [-1]
    var keeps = 1
    var operators = ["Softmax"]
    var testDescription: String {
      "opset \(opset), \(dtype.name), axes \(peakAxes) and \(sumAxes), keepdims \(keeps)"
    }
  }

  static let all = ["ReduceMax", "Sub", "Exp", "ReduceSum", "Div"]
  static let rows: [Row] = [
    Row(), Row(peakAxes: [1], sumAxes: [1]), Row(opset: 11), Row(opset: 20), Row(dtype: .float16),
    Row(dtype: .double), Row(peakAxes: [1], sumAxes: [2], operators: all),
    Row(peakAxes: [1, 2], sumAxes: [1, 2], operators: all),
  ]

  private func model(_ row: Row) throws -> SampleGraph {
    var model = SampleGraph(opset: row.opset)
    let x = model.input([2, 3, 4], row.dtype)
    func reduce(_ name: String, _ id: ValueID, _ axes: [Int], inputSince: Int) throws -> ValueID {
      guard row.opset >= inputSince else {
        return try model.apply(name, id, attributes: ["axes": .ints(axes)])
      }
      let list = model.constant(Tensor(vector: axes.map { Int64($0) }))
      return try model.apply(name, id, list)
    }
    let peak = try reduce("ReduceMax", x, row.peakAxes, inputSince: 18)
    let exp = try model.apply("Exp", try model.apply("Sub", x, peak))
    let sum = try reduce("ReduceSum", exp, row.sumAxes, inputSince: 13)
    model.output(try model.apply("Div", exp, sum))
    return model
  }

  @Test("finds it along one axis", arguments: rows)
  func row(row: Row) async throws {
    let part = row.dtype == .float16 ? 0x1p-9 : 1e-6
    try await model(row).expect(
      row.operators, after: pass, [.samples([2, 3, 4], row.dtype)], .within(part))
  }

  @Test("takes the axis from the reduction, under the first revision that knows one axis only")
  func axis() async throws {
    let graph = try model(Row(opset: 11, peakAxes: [1], sumAxes: [1])).graph
    let softmax = try await Optimizer([pass]).optimize(graph).graph.nodes[0]
    #expect(softmax.attribute("axis") == 1)
    #expect(softmax.opset == 13)
  }

  @Test("leaves powers alone whose peak is not taken off")
  func unstable() async throws {
    var model = SampleGraph(opset: 13)
    let exp = try model.apply("Exp", model.input([2, 3]))
    let sum = try model.apply("ReduceSum", exp, model.integers(-1))
    model.output(try model.apply("Div", exp, sum))
    try await model.expectUnchanged(by: pass)
  }

  @Test("leaves powers alone that are read elsewhere")
  func readBetween() async throws {
    var model = try model(Row())
    model.output(try #require(model.graph.nodes[2].outputs[0]))
    try await model.expectUnchanged(by: pass)
  }

  @Test("leaves the peak of another value alone")
  func otherPeak() async throws {
    var model = SampleGraph(opset: 13)
    let (x, y) = (model.input([2, 3]), model.input([2, 3]))
    let peak = try model.apply("ReduceMax", y, attributes: ["axes": .ints([1])])
    let exp = try model.apply("Exp", try model.apply("Sub", x, peak))
    model.output(try model.apply("Div", exp, try model.apply("ReduceSum", exp, model.integers(1))))
    try await model.expectUnchanged(by: pass)
  }
}
