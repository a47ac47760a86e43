import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("CropAndResize") struct CropAndResizeTests {
  /// An image of 3 rows of 4 numbers, 0 to 11: the number at (v, u) is 4v + u.
  private func crop(
    _ box: [Float], _ size: [Int32], _ attributes: [String: AttributeValue] = [:], image: Int32 = 0
  ) throws -> [Double] {
    try MicrosoftNode("CropAndResize", attributes, inputs: 4).numbers(
      try floats((0..<12).map { Float($0) }, [1, 1, 3, 4]), try floats(box, [1, 4]),
      try codes([image]), try codes(size))
  }

  @Test("puts a grid's corners onto the box's, and one place into its middle")
  func places() throws {
    #expect(try crop([0, 0, 1, 1], [2, 2]) == [0, 3, 8, 11])
    #expect(try crop([1, 1, 0, 0], [2, 2]) == [11, 8, 3, 0])
    #expect(try crop([0, 0, 1, 1], [1, 1]) == [5.5])
  }

  @Test("takes the farther of two pixels that are as near")
  func nearest() throws {
    let y = try crop([0, 0, 1, 1], [5, 1], ["mode": .string("nearest")])
    #expect(y == [2, 6, 6, 10, 10])
  }

  @Test("gives its own value outside")
  func outside() throws {
    let y = try crop([-1, 0, 1, 0], [3, 1], ["extrapolation_value": .float(7)])
    #expect(y == [7, 0, 8])
    #expect(try crop([.nan, 0, 1, 0], [1, 1]) == [0])
  }

  @Test("refuses images that there are not, and crops of nothing")
  func refusals() {
    #expect(throws: OperatorError.index(1, extent: 1)) {
      try crop([0, 0, 1, 1], [1, 1], image: 1)
    }
    #expect(throws: OperatorError.mismatch("crop_size is [0, 1], expected two numbers from 1 on")) {
      try crop([0, 0, 1, 1], [0, 1])
    }
  }
}

@Suite("NGramRepeatBlock") struct NGramRepeatBlockTests {
  private func scores(_ ids: [Int64], _ size: Int64) throws -> [Double] {
    try MicrosoftNode("NGramRepeatBlock", ["ngram_size": .int(size)], inputs: 2).numbers(
      try Tensor(ids, shape: [1, ids.count]), try floats([0, 1, 2, 3], [1, 4]))
  }

  @Test("hides what would repeat a run of tokens")
  func repeats() throws {
    #expect(try scores([1, 2, 1, 2], 2) == [0, -.infinity, 2, 3])
    #expect(try scores([1, 2, 1], 1) == [0, -.infinity, -.infinity, 3])
    #expect(try scores([1, 2, 1, 2, 1], 4) == [0, 1, -.infinity, 3])
    #expect(try scores([1, 2, 1], 4) == [0, 1, 2, 3])
  }

  @Test("refuses a token without a score")
  func refusals() {
    #expect(throws: OperatorError.index(9, extent: 4)) { try scores([1, 9, 1], 2) }
    #expect(throws: OperatorError.self) { try scores([1], 0) }
  }
}
