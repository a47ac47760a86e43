import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Quantisation") struct QuantizationTests {
  @Test("takes the scale of each block, the last one short")
  func blocks() throws {
    let node = try TestNode("QuantizeLinear", opset: 21, ["axis": .int(1), "block_size": .int(2)])
    // 0.5 and 2.5 lie between two steps and go to the even one.
    let y = try node.evaluate(
      floats([0.5, 2.5, 8, 300], [1, 4]), floats([1, 2], [1, 2]),
      try Tensor([Int8(0), 10], shape: [1, 2]))
    #expect(y.integers == [0, 2, 14, 127])
    let short = try node.evaluate(
      floats([1, 2, 6], [1, 3]), floats([1, 3], [1, 2]), try Tensor([UInt8(0), 0], shape: [1, 2]))
    #expect(short.integers == [1, 2, 2])
  }

  @Test("refuses scales that fit neither axis nor blocks")
  func misfit() throws {
    let node = try TestNode("DequantizeLinear", opset: 21, ["axis": .int(1)])
    #expect(throws: OperatorError.self) {
      try node.evaluate(try Tensor([Int8](repeating: 1, count: 6), shape: [2, 3]), floats([1, 2]))
    }
  }

  @Test("an all-zero input has scale and zero point 0")
  func dynamicZero() throws {
    let node = try TestNode("DynamicQuantizeLinear", opset: 11, outputs: 3)
    let outputs = try node.operation.evaluate(
      Evaluation(values: [.tensor(try floats([0, 0]))], wanted: [true, true, true]))
    #expect(outputs.map { $0?.tensor?.doubles } == [[0, 0], [0], [0]])
  }
}
