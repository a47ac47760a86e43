import Tensors
import Testing

@Suite("A tensor")
struct TensorTests {
  @Test("has exactly the elements that its shape asks for")
  func counts() throws {
    #expect(throws: TensorError.countMismatch(shape: [2, 2], count: 3)) {
      try Tensor([1, 2, 3] as [Float], shape: [2, 2])
    }
    #expect(try Tensor([] as [Float], shape: [3, 0]).count == 0)
    #expect(Tensor(scalar: 1 as Float).shape == [])
  }

  @Test("refuses shapes whose extents overflow or are negative")
  func hostileShapes() {
    #expect(Shape([1 << 40, 1 << 40]).checkedCount == nil)
    #expect(Shape([-1, 2]).checkedCount == nil)
    #expect(Shape([1 << 62, 4, 0]).checkedCount == nil)
    #expect(Shape([0, 5]).checkedCount == 0)
  }

  @Test("is read only as the type that it has")
  func types() throws {
    let tensor = Tensor(vector: [1, 2] as [Int32])
    #expect(throws: TensorError.wrongElementType(stored: .int32, asked: .float)) {
      try tensor.elements(as: Float.self)
    }
  }

  @Test("widens, and narrows to the same elements", arguments: Precision.allCases)
  func widening(precision: Precision) throws {
    let halves = Tensor(vector: [1.5, -2, 65504] as [Float16])
    let wide = try #require(halves.widened(precision))
    let back = try Tensor(narrowing: wide, to: .float16, shape: [3])
    #expect(try back.elements(as: Float16.self) == halves.elements(as: Float16.self))
    let nibbles = try Tensor(narrowing: .int([7, 8, -9]), to: .int4, shape: [3])
    #expect(nibbles.integers == [7, -8, 7])
  }

  @Test("keeps data that it views alive")
  func views() throws {
    var tensor: Tensor?
    do {
      let source = Buffer<Int32>(repeating: 7, count: 100)
      tensor = try Tensor(source.reinterpreted(as: UInt32.self), shape: [100])
    }
    #expect(tensor?.integers?.allSatisfy { $0 == 7 } == true)
  }

  @Test("visits offsets in row-major order of the output", arguments: [0, 10])
  func offsets(start: Int) {
    // The transpose of a [2, 3] matrix: element (j, i) lies at 3i + j.
    #expect(
      Shape([3, 2]).offsets(strides: [1, 3], from: start) == [0, 3, 1, 4, 2, 5].map { $0 + start })
    #expect(Shape([]).offsets(strides: []) == [0])
    #expect(Shape([2, 0]).offsets(strides: [0, 1]) == [])
  }
}
