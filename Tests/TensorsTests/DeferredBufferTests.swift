import Tensors
import Testing

@Suite("A buffer that is filled when it is read")
struct DeferredBufferTests {
  @Test("can be read without being filled, until it is")
  func again() {
    let buffer = Buffer<Int32>.deferred(count: 3) { _ = $0.initialize(from: [4, 5, 6]) }
    for _ in 0..<2 {
      #expect(buffer.readingAgain { [$0[0], $0[2]] } == [4, 6])
      #expect(buffer.isRereadable)
    }
    #expect(Array(buffer) == [4, 5, 6] && !buffer.isRereadable)
    #expect(buffer.readingAgain { $0[1] } == 5)
    #expect(!Buffer<Int32>([1]).isRereadable)
  }
}
