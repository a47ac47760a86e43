import Emulations
import Graphs
import Tensors
import Testing

@Suite("Accumulation") struct AccumulationTests {
  private func sum(_ values: [Double], _ order: Accumulation.Order) -> Double {
    Accumulation(order, in: .float).sum(values.map { ($0, 1) })
  }

  /// Half a unit is lost to 1 one at a time, but not two at once.
  @Test("the order decides what is rounded off")
  func orders() {
    let half = 0x1p-24
    #expect(sum([1, half, half], .ascending) == 1)
    #expect(sum([1, half, half], .descending) == 1 + 0x1p-23)
    #expect(sum([1, half, half, half], .pairwise) == 1 + 0x1p-23)
    #expect(sum([1, half, half, half], .blocks(2)) == 1 + 0x1p-23)
    #expect(sum([1, half, half, half], .lanes(2)) == 1 + 0x1p-23)
    #expect(sum([1, half, half, half], .blocks(4)) == 1)
    #expect(sum([], .pairwise) == 0 && sum([5], .lanes(8)) == 5)
  }

  @Test("a shuffle is a sum of the same terms, the same one each time")
  func shuffles() {
    let values = (0..<9).map { Double(1 << $0) }
    #expect(sum(values, .shuffled(1)) == 511)
    let uneven = (0..<40).map { 1 / Double(3 + $0) }
    #expect(sum(uneven, .shuffled(3)) == sum(uneven, .shuffled(3)))
  }

  /// `(1 + 2^-12)² - 1` is `2^-11 + 2^-24`, of which a rounded square keeps `2^-11`.
  @Test("a fused product keeps what a rounded one loses")
  func fusing() {
    let terms = [(a: -1.0, b: 1.0), (a: 1 + 0x1p-12, b: 1 + 0x1p-12)]
    #expect(Accumulation(.ascending, in: .float).sum(terms) == 0x1p-11 + 0x1p-24)
    #expect(Accumulation(.ascending, isFused: false, in: .float).sum(terms) == 0x1p-11)
  }

  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let opset: Int
    let attributes: [String: AttributeValue]
    let shapes: [Shape]
    var testDescription: String { "\(name) of \(shapes)" }
  }

  static let rows: [Row] = [
    Row(name: "MatMul", opset: 13, attributes: [:], shapes: [[2, 3], [3, 4]]),
    Row(name: "MatMul", opset: 13, attributes: [:], shapes: [[2, 1, 2, 3], [3, 3, 2]]),
    Row(name: "MatMul", opset: 13, attributes: [:], shapes: [[3], [2, 3, 2]]),
    Row(
      name: "Gemm", opset: 13,
      attributes: ["transA": .int(1), "alpha": .float(2), "beta": .float(3)],
      shapes: [[3, 2], [3, 4], [4]]),
    Row(
      name: "Gemm", opset: 13, attributes: ["transB": .int(1)], shapes: [[2, 3], [4, 3], [2, 1]]),
    Row(
      name: "Conv", opset: 11,
      attributes: [
        "group": .int(2), "pads": .ints([1, 0, 0, 2]), "strides": .ints([2, 1]),
        "dilations": .ints([1, 2]),
      ], shapes: [[2, 4, 5, 6], [6, 2, 3, 2], [6]]),
    Row(
      name: "Conv", opset: 11, attributes: ["auto_pad": .string("SAME_LOWER")],
      shapes: [[1, 2, 5], [3, 2, 4]]),
    Row(
      name: "ReduceMean", opset: 11, attributes: ["axes": .ints([-1, 0])],
      shapes: [[2, 3, 4]]),
    Row(name: "ReduceSumSquare", opset: 11, attributes: [:], shapes: [[2, 3]]),
    Row(name: "ReduceL1", opset: 11, attributes: ["axes": .ints([1])], shapes: [[2, 3]]),
    Row(name: "GlobalAveragePool", opset: 1, attributes: [:], shapes: [[2, 2, 2, 4]]),
  ]

  /// Whole numbers have one sum, so a term that is missing or misplaced shows.
  @Test("the terms are those of the operator", arguments: rows)
  func terms(row: Row) throws {
    var state: UInt32 = 7
    let inputs = try row.shapes.map { shape in
      try Tensor(
        (0..<shape.count).map { _ -> Float in
          state = state &* 1_664_525 &+ 1_013_904_223
          return Float(Int(state >> 28) * 3 - 24)
        }, shape: shape)
    }
    for emulation in ["sum-descending", "sum-in-blocks-of-4", "sum-shuffled-2", "sum-in-double"] {
      let emulated = try Emulated(
        emulation, row.name, opset: row.opset, row.attributes, inputs: inputs.count)
      let evaluation = Evaluation(values: inputs.map { .tensor($0) })
      let found = try #require(try emulated.operation.evaluate(evaluation).first??.tensor)
      let own = try #require(try emulated.own.evaluate(evaluation).first??.tensor)
      #expect(found.hasBits(of: own))
    }
  }
}
