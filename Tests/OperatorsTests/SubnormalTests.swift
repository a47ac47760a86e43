import Testing

@testable import Operators

/// Half of the least normal float32 is 2^-127, which is subnormal.
@Suite("Subnormal numbers") struct SubnormalTests {
  private static func halves() -> [Float] {
    let numbers = [Float](repeating: .leastNormalMagnitude, count: 4096)
    return Parallel.map(numbers) { $0 * 0.5 }
  }

  /// Least subnormal operands, whose product with 2^149 is 1.
  private static func wholes() -> [Float] {
    let numbers = [Float](repeating: .leastNonzeroMagnitude, count: 4096)
    return Parallel.map(numbers) { $0 * 0x1p120 * 0x1p29 }
  }

  @Test("are zero as results and as operands, on every thread, in work that asks for it")
  func flushed() {
    #expect(Subnormals.flushed(true) { Self.halves() } == [Float](repeating: 0, count: 4096))
    #expect(Subnormals.flushed(true) { Self.wholes() } == [Float](repeating: 0, count: 4096))
  }

  @Test("are what they are before, after and in other work")
  func kept() {
    for _ in 0..<2 {
      #expect(Self.halves() == [Float](repeating: 0x1p-127, count: 4096))
      #expect(
        Subnormals.flushed(false) { Self.wholes() } == [Float](repeating: 1, count: 4096))
      #expect(Subnormals.flushed(true) { Self.halves()[0] } == 0)
    }
  }
}
