import Tensors
import Testing

@testable import Harness

@Suite("ULPDistance") struct ULPDistanceTests {
  private func distance(_ dtype: DType, _ a: Double, _ b: Double) throws -> Int? {
    try #require(ULPDistance(dtype)).between(tensor(dtype, [a]), tensor(dtype, [b]), at: 0)
  }

  @Test("takes both zeros for one number and steps through it")
  func zero() throws {
    #expect(try distance(.float, 0, -0.0) == 0)
    #expect(try distance(.float, 0x1p-149, -0x1p-149) == 2)
    #expect(try distance(.float8e5m2, 0x1p-16, -0x1p-16) == 2)
  }

  @Test("counts the numbers between two of them")
  func steps() throws {
    #expect(try distance(.float, 1, 1 + 0x1p-23) == 1)
    #expect(try distance(.float, 1, 1 - 0x1p-24) == 1)
    #expect(try distance(.double, 1, 1 + 0x1p-51) == 2)
    #expect(try distance(.float16, 1, 1.0009765625) == 1)
    #expect(try distance(.bfloat16, 1, 1.015625) == 2)
    #expect(try distance(.float4e2m1, 6, -6) == 14)
    #expect(try distance(.float8e8m0, 1, 8) == 3)
    #expect(try distance(.int8, -128, 127) == 255)
  }

  @Test("counts nothing to infinities and NaN")
  func special() throws {
    #expect(try distance(.float, 3.4028235e38, .infinity) == nil)
    #expect(try distance(.float, .infinity, .nan) == nil)
    #expect(try distance(.float8e4m3fn, .nan, 448) == nil)
  }
}
