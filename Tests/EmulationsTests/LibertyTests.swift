import Emulations
import Graphs
import Operators
import Tensors
import Testing

@Suite("Legitimate emulations") struct LibertyTests {
  @Test("sums from the other end, in double, and rounded later")
  func precisions() throws {
    let half: Float = 0x1p-24
    #expect(
      try emulate("computed-in-double", "ReduceSum", opset: 11, [1, half, half]) == [1 + 0x1p-23])
    #expect(
      try emulate("sum-descending", "ReduceSum", opset: 11, [1, half, half]) == [1 + 0x1p-23])
    #expect(
      try emulate("axes-backwards", "MatMul", opset: 13, [1, half, half], [1, 1, 1]) == [
        1 + 0x1p-23
      ])
    let softmax = try emulate("axes-backwards", "Softmax", opset: 13, [0, 1, 3])
    let own = try emulate("zeros-sign-lost", "Softmax", opset: 13, [0, 1, 3])
    #expect(zip(softmax, own).allSatisfy { abs($0 - $1) < 1e-6 })
    let later = try Emulated("rounded-later", "ReduceSum", opset: 13)
      .evaluate(Tensor(vector: [2048, 1, 1] as [Float16]))
    #expect(try Array(later.elements(as: Float16.self)) == [2050])
  }

  @Test("results that are subnormal are zero")
  func subnormals() throws {
    #expect(
      try emulate("subnormals-flushed", "Mul", opset: 14, [0x1p-100, 1], [0x1p-40, 3]) == [0, 3])
  }

  @Test("quotients are products, functions the C library's")
  func functions() throws {
    let third = Float(1) / 3
    #expect(try emulate("reciprocal-division", "Div", opset: 14, [5], [3]) == [5 * third])
    #expect(try emulate("libm-functions", "Exp", opset: 13, [0]) == [1])
  }

  @Test("an order that nobody asks for is another one")
  func unsorted() throws {
    let k = Tensor(vector: [2] as [Int64])
    let top = try Emulated(
      "unsorted-order", "TopK", opset: 11, ["sorted": .int(0)], inputs: 2, outputs: 2
    ).operation.evaluate(
      Evaluation(
        values: [.tensor(Tensor(vector: [3, 1, 2] as [Float])), .tensor(k)], wanted: [true, true]))
    #expect(top[0]?.tensor?.doubles == [2, 3] && top[1]?.tensor?.integers == [2, 0])
  }
}

@Suite("The emulations") struct EmulationKindTests {
  @Test("are of at least forty kinds of fault, each with a name and a sentence")
  func kinds() {
    let kinds = EmulationKind.all
    #expect(Set(kinds.map(\.name)).count == kinds.count)
    #expect(kinds.count { $0.nature == .fault } >= 40)
    #expect(kinds.allSatisfy { $0.summary.hasSuffix(".") && $0.summary.count > 5 })
  }

  @Test("are found by name among a node's own, and none is there twice")
  func names() throws {
    let emulated = try Emulated("zeros", "Conv", opset: 11, ["pads": .ints([1, 1])], inputs: 3)
    #expect(emulated.operation.title.name == "Conv")
    let node = try OperatorCatalog.standard.node(
      "Conv", opset: 11, named: "node", inputs: [ValueID(0), ValueID(1)], outputs: [ValueID(2)],
      attributes: ["pads": .ints([1, 1])])
    let names = node.emulations.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("ignored-attribute:pads") && names.contains("tf32-products"))
    #expect(!node.emulations.contains { $0.flushesSubnormals && $0.nature == .fault })
    #expect(!names.contains("reversed-time"))
  }
}
