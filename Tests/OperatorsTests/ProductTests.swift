import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("A product") struct ProductTests {
  @Test("of a vector and a matrix lacks the axis that was lent")
  func vectors() throws {
    let node = try TestNode("MatMul", opset: 13, inputs: 2)
    let y = try node.evaluate(floats([1, 2]), floats([3, 4, 5, 6], [2, 2]))
    #expect(y.shape == [2] && y.doubles == [13, 16])
    #expect(try node.evaluate(floats([1, 2]), floats([3, 4])).shape == [])
  }

  @Test("of no terms is 0")
  func empty() throws {
    let y = try TestNode("MatMul", opset: 13, inputs: 2)
      .evaluate(floats([], [2, 0]), floats([], [0, 1]))
    #expect(y.shape == [2, 1] && y.doubles == [0, 0])
  }

  @Test("of integers wraps")
  func wraps() throws {
    let a = try Tensor([Int32.max, 1], shape: [1, 2])
    let b = try Tensor([Int32(2), 3], shape: [2, 1])
    let y = try TestNode("MatMul", opset: 13, inputs: 2).evaluate(a, b)
    #expect(y.integers == [1])
  }

  @Test("of stacks broadcasts them")
  func stacks() throws {
    let a = try floats([1, 2, 3, 4], [2, 1, 1, 2])
    let b = try floats([1, 0, 0, 1, 2, 2], [3, 2, 1])
    let y = try TestNode("MatMul", opset: 13, inputs: 2).evaluate(a, b)
    #expect(y.shape == [2, 3, 1, 1] && y.doubles == [1, 2, 6, 3, 4, 14])
  }

  @Test("with transposes, factors and a row added is Gemm's")
  func gemm() throws {
    let node = try TestNode(
      "Gemm", opset: 13,
      ["transA": .int(1), "transB": .int(1), "alpha": .float(2), "beta": .float(0.5)], inputs: 3)
    let y = try node.evaluate(
      floats([1, 2, 3, 4], [2, 2]), floats([1, 1, 0, 1], [2, 2]), floats([2, 4]))
    #expect(y.doubles == [9, 8, 13, 10])
  }

  /// Small integers, so that every sum is exact: A[i, k] = (i + 2k) mod 7 - 3, B[k, j] = (3k + j) mod 5 - 2.
  @Test("that many threads share has every sum", arguments: [(530, 70), (70, 530)])
  func large(rows: Int, columns: Int) throws {
    let depth = 461
    let a = (0..<rows * depth).map { Float(($0 / depth + 2 * ($0 % depth)) % 7 - 3) }
    let b = (0..<depth * columns).map { Float((3 * ($0 / columns) + $0 % columns) % 5 - 2) }
    // The elements repeat: 7 kinds of rows, 5 kinds of columns.
    var sums = [[Double]](repeating: [Double](repeating: 0, count: 5), count: 7)
    for i in 0..<7 {
      for j in 0..<5 {
        for k in 0..<depth { sums[i][j] += Double(((i + 2 * k) % 7 - 3) * ((3 * k + j) % 5 - 2)) }
      }
    }
    let expected = (0..<rows * columns).map { sums[$0 / columns % 7][$0 % columns % 5] }
    let y = try TestNode("MatMul", opset: 13, inputs: 2)
      .evaluate(floats(a, [rows, depth]), floats(b, [depth, columns]))
    #expect(y.doubles == expected)
    let transposed = try TestNode("Gemm", opset: 13, ["transA": .int(1)], inputs: 2)
    let turned = (0..<depth * rows).map { a[$0 % rows * depth + $0 / rows] }
    let z = try transposed.evaluate(floats(turned, [depth, rows]), floats(b, [depth, columns]))
    #expect(z.doubles == expected)
  }

  @Test("of a stack that shares B has the bits of each of its products")
  func sharedB() throws {
    let node = try TestNode("MatMul", opset: 13, inputs: 2)
    let (a, b) = (try uneven([3, 5, 7, 33], seed: 5), try uneven([33, 18], seed: 6))
    let y = try node.evaluate(a, b)
    #expect(y.shape == [3, 5, 7, 18])
    let (rows, all) = (try a.elements(as: Float.self), try y.elements(as: Float.self))
    for stack in 0..<15 {
      let part = try floats(Array(rows[stack * 231..<(stack + 1) * 231]), [7, 33])
      let alone = try node.evaluate(part, b).elements(as: Float.self)
      #expect(Array(alone) == Array(all[stack * 126..<(stack + 1) * 126]))
    }
  }

  @Test("of different inner extents is refused")
  func mismatch() throws {
    let node = try TestNode("MatMul", opset: 13, inputs: 2)
    #expect(throws: OperatorError.mismatch("A has 2 columns, but B has 3 rows")) {
      try node.evaluate(floats([1, 2], [1, 2]), floats([1, 2, 3], [3, 1]))
    }
  }

  /// By hand: a trace, an outer product, a sum over an ellipsis, an implied result.
  @Test(
    "by an equation",
    arguments: [
      ("ii", [], [5]), ("ij->j", [2], [4, 6]), ("...j->...", [2], [3, 7]),
      ("ba", [2, 2], [1, 3, 2, 4]),
    ] as [(String, [Int], [Double])])
  func einsum(equation: String, shape: [Int], expected: [Double]) throws {
    let node = try TestNode("Einsum", opset: 12, ["equation": .string(equation)])
    let y = try node.evaluate(floats([1, 2, 3, 4], [2, 2]))
    #expect(y.shape.dims == shape && y.doubles == expected)
  }
}
