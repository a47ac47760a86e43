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

  struct Layout: CustomTestStringConvertible {
    let axis: Int
    var block = 0
    var testDescription: String { block == 0 ? "axis \(axis)" : "blocks of \(block), axis \(axis)" }
  }

  static let layouts =
    (0...3).map { Layout(axis: $0) }
    + (0...3).flatMap { axis in (1...3).map { Layout(axis: axis, block: $0) } }

  /// x is -60…59 over [2, 3, 4, 5].
  @Test("finds each element's scale and zero point, there and back", arguments: layouts)
  func layout(layout: Layout) throws {
    let shape: Shape = [2, 3, 4, 5]
    let (axis, block) = (layout.axis, max(layout.block, 1))
    var blocked = shape.dims
    blocked[axis] = (shape[axis] + block - 1) / block
    let table = layout.block == 0 ? [shape[axis]] : blocked
    let count = table.reduce(1, *)
    let scale = (0..<count).map { Float(1 + $0 % 7) / 4 }
    let zero = (0..<count).map { Int8($0 % 5 - 2) }
    let x = (0..<shape.count).map { Int8($0 - 60) }
    let places = x.indices.map { i in
      var place = [i / 60, i / 20 % 3, i / 5 % 4, i % 5]
      if layout.block == 0 { return place[axis] }
      place[axis] /= block
      return Swift.zip(place, Shape(blocked).strides).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let expected = x.indices.map { Float(Int(x[$0]) - Int(zero[places[$0]])) * scale[places[$0]] }
    let attributes: [String: AttributeValue] = [
      "axis": .int(Int64(axis)), "block_size": .int(Int64(layout.block)),
    ]
    let (scales, zeros) = (
      try floats(scale, Shape(table)), try Tensor(zero, shape: Shape(table))
    )
    let y = try TestNode("DequantizeLinear", opset: 21, attributes)
      .evaluate(try Tensor(x, shape: shape), scales, zeros)
    #expect(try y.elements(as: Float.self).elementsEqual(expected))
    let back = try TestNode("QuantizeLinear", opset: 21, attributes).evaluate(y, scales, zeros)
    #expect(try back.elements(as: Int8.self).elementsEqual(x))
  }

  /// 1.25 / 0.5 is the tie 2.5. 256 / 3 = 85.33…, of which bfloat16 keeps 85.5: a tie that goes to 86.
  @Test("rounds quotients to the scale's 16 bits before it rounds them to integers")
  func halves() throws {
    let node = try TestNode("QuantizeLinear", opset: 21)
    let x = try Tensor([Float16(0.3), 1.25, 1.75, .nan, .infinity], shape: [5])
    let scale = try Tensor([Float16(0.5)], shape: [1])
    let y = try node.evaluate(x, scale, try Tensor([UInt8(7)], shape: [1]))
    #expect(y.integers == [8, 9, 11, 7, 255])
    let wide = try Tensor([BFloat16(narrowing: 256), BFloat16(narrowing: 257)], shape: [2])
    let one = try Tensor([BFloat16(narrowing: 3)], shape: [1])
    let z = try node.evaluate(wide, one, try Tensor([UInt8(0)], shape: [1]))
    #expect(z.integers == [86, 86])
    let exact = try node.evaluate(
      wide, one, try Tensor([UInt8(0)], shape: [1]), precision: .double)
    #expect(exact.integers == [86, 86])
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
