import Tensors
import Testing

@testable import Harness

@Suite("A digest of bits") struct BitsDigestTests {
  private func digest(_ values: [Float], _ dims: [Int]? = nil) throws -> String {
    BitsDigest.of([.tensor(try Tensor(values, shape: Shape(dims ?? [values.count])))])
  }

  @Test("tells bits, shapes, types and counts apart")
  func differences() throws {
    let one = try digest([1, 2])
    #expect(try digest([1, 2]) == one)
    #expect(try digest([1, Float(2).nextUp]) != one)
    #expect(try digest([1, 2], [2, 1]) != one)
    #expect(try digest([0]) != digest([-0.0]))
    let bits = try Tensor([Int32(bitPattern: Float(1).bitPattern)], shape: [1])
    #expect(try BitsDigest.of([.tensor(bits)]) != digest([1]))
    let tensor = Value.tensor(try Tensor([Float(1)], shape: [1]))
    #expect(BitsDigest.of([tensor]) != BitsDigest.of([tensor, tensor]))
    let kind = ValueKind.tensor(.float)
    #expect(BitsDigest.of([.sequence([tensor], of: kind)]) != BitsDigest.of([tensor]))
    #expect(
      BitsDigest.of([.optional(nil, of: kind)]) != BitsDigest.of([.optional(tensor, of: kind)]))
  }

  @Test("takes every NaN of a type for the same one")
  func nan() throws {
    let payloads: [UInt32] = [0x7fc0_0000, 0xffc0_0000, 0x7f80_0001, 0x7fff_ffff]
    let digests = try Set(payloads.map { try digest([1, Float(bitPattern: $0)]) })
    #expect(digests.count == 1)
    #expect(try !digests.contains(digest([1, .infinity])))
    func half(_ bits: UInt16) throws -> String {
      BitsDigest.of([.tensor(try Tensor([Float16(bitPattern: bits)], shape: [1]))])
    }
    #expect(try half(0x7e00) == half(0xfc01))
    #expect(try half(0x7c00) != half(0x7e00))
    func double(_ bits: UInt64) throws -> String {
      BitsDigest.of([.tensor(try Tensor([Double(bitPattern: bits)], shape: [1]))])
    }
    #expect(try double(0x7ff8_0000_0000_0000) == double(0xfff0_0000_0000_0001))
  }

  @Test("goes on from the digest of what came before")
  func chain() throws {
    let one = Value.tensor(try Tensor([Float(1)], shape: [1]))
    let two = Value.tensor(try Tensor([Float(2)], shape: [1]))
    let first = BitsDigest.of([one])
    #expect(BitsDigest.of([two], after: first) != BitsDigest.of([two]))
    #expect(BitsDigest.of([two], after: first) == BitsDigest.of([two], after: first))
  }
}
