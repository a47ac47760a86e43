import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("onnxruntime's matrices") struct MicrosoftMatrixTests {
  @Test("CDist sums squares of differences")
  func distances() throws {
    let (a, b) = (try floats([0, 0, 3, 4], [2, 2]), try floats([3, 4], [1, 2]))
    #expect(try MicrosoftNode("CDist", inputs: 2).numbers(a, b) == [25, 0])
    let node = try MicrosoftNode("CDist", ["metric": .string("euclidean")], inputs: 2)
    #expect(try node.numbers(a, b) == [5, 0])
    #expect(throws: OperatorError.mismatch("rows of A have 2 elements, but those of B 1")) {
      try node.evaluate(a, try floats([1], [1, 1]))
    }
  }

  /// The first column's largest pivot is in the second row.
  @Test("Inverse turns products into the identity")
  func inverse() throws {
    let x = try floats([0, 2, 4, 0, 1, 0, 0, 1], [2, 2, 2])
    #expect(try MicrosoftNode("Inverse").numbers(x) == [0, 0.25, 0.5, 0, 1, 0, 0, 1])
    #expect(throws: OperatorError.self) {
      try MicrosoftNode("Inverse").evaluate(try floats([1, 2], [1, 2]))
    }
  }

  @Test("Unique keeps the order of first elements")
  func unique() throws {
    let outputs = try MicrosoftNode("Unique", outputs: 3)
      .outputs([try floats([2, 1, 1, 3, 2])], wanted: [true, true, true])
    #expect(outputs.map { $0?.doubles } == [[2, 1, 3], [0, 1, 1, 2, 0], [2, 2, 1]])
  }

  @Test("ExpandDims counts a negative axis from the end of the result")
  func expandDims() throws {
    let x = try floats([1, 2, 3], [3])
    func shape(_ axis: Int32) throws -> Shape {
      try MicrosoftNode("ExpandDims", inputs: 2).evaluate(x, try codes([axis], [])).shape
    }
    #expect(try shape(0) == [1, 3] && shape(-1) == [3, 1] && shape(-2) == [1, 3])
    #expect(throws: OperatorError.axis(2, rank: 2)) { try shape(2) }
  }

  @Test("UnfoldTensor starts a slice at each step")
  func unfold() throws {
    let node = try MicrosoftNode("UnfoldTensor", ["size": .int(2), "step": .int(3)])
    let y = try node.evaluate(try floats([0, 1, 2, 3, 4, 5], [6]))
    #expect(y.shape == [2, 2] && y.doubles == [0, 1, 3, 4])
  }

  @Test("Range takes steps of 1 where none are given")
  func range() throws {
    let (two, five) = (try Tensor([Int16(2)], shape: []), try Tensor([Int16(5)], shape: []))
    #expect(try MicrosoftNode("Range", inputs: 2).numbers(two, five) == [2, 3, 4])
    #expect(try MicrosoftNode("Range", inputs: 3).numbers(two, five, two) == [2, 4])
  }

  @Test("others mean what ai.onnx's operators of their names mean")
  func renamed() throws {
    let x = try floats([1, 2, 3, 4], [2, 2])
    #expect(try MicrosoftNode("Trilu", ["upper": .int(0)], inputs: 2).numbers(x) == [1, 0, 3, 4])
    #expect(
      try MicrosoftNode("GatherND", inputs: 2).numbers(x, try codes([1, -2], [1, 2])) == [3])
    let pads = try Tensor([Int64(0), 1, 0, 0], shape: [4])
    #expect(
      try MicrosoftNode("Pad", ["mode": .string("edge")], inputs: 3).numbers(x, pads, nil)
        == [1, 1, 2, 3, 3, 4])
    let grid = try floats([-0.5, 0.5], [1, 1, 1, 2])
    #expect(
      try MicrosoftNode("GridSample", inputs: 2).numbers(
        try floats([1, 2, 3, 4], [1, 1, 2, 2]), grid) == [3])
  }
}
