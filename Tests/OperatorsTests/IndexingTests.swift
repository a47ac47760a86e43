import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Indexing") struct IndexingTests {
  static func integers(_ values: Int...) -> Tensor { Tensor(vector: values.map { Int64($0) }) }

  @Test(
    "an index outside of its axis is an error",
    arguments: [
      ("Gather", [3]), ("Gather", [-4]), ("GatherElements", [3]), ("GatherND", [-4]),
    ])
  func outside(name: String, index: [Int64]) throws {
    let node = try TestNode(name, opset: 13, inputs: 2)
    let indices = Tensor(vector: index)
    #expect(throws: OperatorError.index(Int(index[0]), extent: 3, fromEnd: true)) {
      try node.evaluate(Self.integers(7, 8, 9), indices)
    }
  }

  @Test("of several updates of one element the last stays")
  func lastUpdate() throws {
    let elements = try TestNode("ScatterElements", opset: 18, inputs: 3)
      .evaluate(Self.integers(0, 0), Self.integers(1, -1, 1), Self.integers(5, 6, 7))
    #expect(elements.integers == [0, 7])
    let tuples = try Tensor([1, 1] as [Int64], shape: [2, 1])
    let slices = try TestNode("ScatterND", opset: 18, inputs: 3)
      .evaluate(Self.integers(0, 0), tuples, Self.integers(5, 6))
    #expect(slices.integers == [0, 6])
  }

  @Test("a scatter's sum of halves is rounded once, its maximum keeps NaN")
  func reductions() throws {
    // 2048 + 1 is a tie in float16, which stays 2048: two separate roundings would lose both ones.
    let sum = try TestNode("ScatterElements", opset: 18, ["reduction": .string("add")], inputs: 3)
      .evaluate(
        Tensor(vector: [Float16(2048)]), Self.integers(0, 0),
        Tensor(vector: [Float16(1), Float16(1)]))
    #expect(sum.doubles == [2050])
    let most = try TestNode("ScatterElements", opset: 18, ["reduction": .string("max")], inputs: 3)
      .evaluate(floats([1, .nan]), Self.integers(0, 1), floats([.nan, 2]))
    #expect(most.doubles?.allSatisfy(\.isNaN) == true)
  }

  @Test("TopK puts NaN above all numbers and the lower index first")
  func topK() throws {
    let node = try TestNode("TopK", opset: 11, inputs: 2, outputs: 2)
    let outputs = try node.operation.evaluate(
      Evaluation(values: [
        .tensor(try floats([1, .nan, 3, 3])), .tensor(Self.integers(3)),
      ]))
    #expect(outputs[1]?.tensor?.integers == [1, 2, 3])
    #expect(throws: OperatorError.self) {
      try node.evaluate(floats([1]), Self.integers(2))
    }
  }

  @Test("NonZero gives an axis after the other, in row-major order")
  func nonZero() throws {
    let node = try TestNode("NonZero", opset: 13)
    let x = try floats([0, 1, -0.0, .nan, 0, 2, 0, 0, 0, 0, 0, 3], [2, 3, 2])
    let y = try node.evaluate(x)
    #expect(y.shape == [3, 4])
    #expect(y.integers == [0, 0, 0, 1, 0, 1, 2, 2, 1, 1, 1, 1])
    #expect(try node.evaluate(floats([0, 0])).shape == [1, 0])
    #expect(try node.evaluate(floats([5], [])).shape == [0, 1])
  }

  @Test("Unique counts NaNs as one")
  func unique() throws {
    let outputs = try TestNode("Unique", opset: 11, ["sorted": .int(0)], outputs: 4).operation
      .evaluate(Evaluation(values: [.tensor(try floats([2, .nan, 1, .nan, 2]))]))
    #expect(outputs[1]?.tensor?.integers == [0, 1, 2])
    #expect(outputs[2]?.tensor?.integers == [0, 1, 2, 1, 0])
    #expect(outputs[3]?.tensor?.integers == [2, 2, 1])
  }

  @Test("OneHot leaves an index outside of its depth off")
  func oneHot() throws {
    let y = try TestNode("OneHot", opset: 11, inputs: 3)
      .evaluate(floats([-1, 2, .nan]), Tensor(scalar: Float(2)), Self.integers(7, 8))
    #expect(y.integers == [7, 8, 7, 7, 7, 7])
  }

  @Test("Compress refuses a true condition past the axis")
  func compress() throws {
    let node = try TestNode("Compress", opset: 11, inputs: 2)
    #expect(throws: OperatorError.index(2, extent: 2)) {
      try node.evaluate(Self.integers(1, 2), Tensor(vector: [true, false, true]))
    }
  }
}
